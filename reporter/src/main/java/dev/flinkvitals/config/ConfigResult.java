/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.config;

import java.util.List;

/**
 * Settings, and what was wrong with the input.
 *
 * @param config usable settings: each invalid value is replaced by its default, and a value that contradicts another one by the
 *     nearest that does not
 * @param problems what was not used, in the order of the keys
 */
public record ConfigResult(VitalsConfig config, List<ConfigProblem> problems) {
    /** Copies the list. */
    public ConfigResult {
        problems = List.copyOf(problems);
    }
}
