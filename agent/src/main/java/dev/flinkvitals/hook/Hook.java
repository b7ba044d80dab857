/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.hook;

import java.util.List;
import java.util.Optional;

/**
 * One place in Flink where the agent listens.
 *
 * @param name its name in metrics and on the page
 * @param targets classes and methods, one for each form that Flink 1.20 to 2.3 has; the first that fits suffices
 * @param advice class name of the code that is inlined
 * @param without what the agent cannot do if the hook does not fit
 */
public record Hook(String name, List<Target> targets, String advice, String without) {
    /** Copies the list. */
    public Hook {
        targets = List.copyOf(targets);
    }

    /**
     * A method in one of Flink's versions.
     *
     * @param className binary name of the class
     * @param method name of the method
     * @param descriptor its descriptor; empty if any overload is meant
     */
    public record Target(String className, String method, Optional<String> descriptor) {}
}
