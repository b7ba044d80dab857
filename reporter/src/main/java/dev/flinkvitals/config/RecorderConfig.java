/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.config;

import java.time.Duration;
import java.util.Optional;

/**
 * What the flight recorder keeps.
 *
 * @param enabled whether anything is recorded
 * @param directory where files go; empty: beside Flink's log, else in the temporary directory
 * @param history how far back a recording goes
 * @param memoryBytes most memory for all jobs
 * @param maxFiles most files to keep
 * @param maxFileBytes largest size of a file
 */
public record RecorderConfig(
        boolean enabled,
        Optional<String> directory,
        Duration history,
        long memoryBytes,
        int maxFiles,
        long maxFileBytes) {}
