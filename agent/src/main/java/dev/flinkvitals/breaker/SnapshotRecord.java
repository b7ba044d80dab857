/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A snapshot that the agent triggered.
 *
 * @param action checkpoint or savepoint
 * @param startedAt when it was triggered
 * @param result how far it came
 * @param took trigger to result; empty while in flight
 * @param path where it was written, once completed
 * @param checkpointId its checkpoint id, if known
 * @param restoreCommand the command that restores from it, for a verified savepoint
 * @param error what went wrong, if it failed
 */
public record SnapshotRecord(
        Action action,
        Instant startedAt,
        Result result,
        Optional<Duration> took,
        Optional<String> path,
        OptionalLong checkpointId,
        Optional<String> restoreCommand,
        Optional<String> error) {
    /** How far a snapshot came. */
    public enum Result {
        IN_FLIGHT("in_flight"),
        /** Flink reported it complete. */
        COMPLETED("completed"),
        /** Its metadata was read back through Flink's own loader. */
        VERIFIED("verified"),
        FAILED("failed");

        private final String label;

        Result(String label) {
            this.label = label;
        }

        /** Name in metrics, JSON and logs. */
        public String label() {
            return label;
        }
    }
}
