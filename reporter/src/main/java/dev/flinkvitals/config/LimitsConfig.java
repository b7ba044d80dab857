/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Limits that neither the system nor Flink tells, such as the {@code sizeLimit} of a Kubernetes volume.
 *
 * @param localStateBytes bytes that a TaskManager's local state may use; empty: what the file system has
 * @param processMemoryBytes bytes that a process may use; empty: the cgroup's limit, else Flink's process size
 * @param transactionTimeout after which a transaction of an exactly-once sink is aborted; empty: not known
 * @param topicRetention for how long the sources' topics keep records; empty: not known
 */
public record LimitsConfig(
        OptionalLong localStateBytes,
        OptionalLong processMemoryBytes,
        Optional<Duration> transactionTimeout,
        Optional<Duration> topicRetention) {
    /** Nothing is declared. */
    public static final LimitsConfig NONE =
            new LimitsConfig(OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty());
}
