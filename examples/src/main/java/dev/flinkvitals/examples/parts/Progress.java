/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.parts;

/** Where long steps say what they are doing; implementations may be called from any thread. */
@FunctionalInterface
public interface Progress {
    /**
     * Says one line.
     *
     * @param line what is being done, without a line break
     */
    void say(String line);

    /**
     * Says nothing.
     *
     * @return a progress that is not shown
     */
    static Progress silent() {
        return line -> {};
    }
}
