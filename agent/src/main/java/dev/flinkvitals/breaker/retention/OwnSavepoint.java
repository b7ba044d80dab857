/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.retention;

import dev.flinkvitals.signals.JobId;
import java.time.Instant;

/**
 * A savepoint that the agent took, as its ledger tells.
 *
 * @param job whose state it holds
 * @param path its directory, as Flink reported it
 * @param at when it was verified; if it was not, when it was triggered
 * @param state what is known about it
 */
public record OwnSavepoint(JobId job, String path, Instant at, State state) {
    /** What is known about a savepoint. */
    public enum State {
        /** Its metadata was read back through Flink's own loader. */
        VERIFIED,
        /** It did not complete, or could not be read back. */
        FAILED,
        /** Under way, or what came of it was never learnt. */
        UNKNOWN
    }

    /** The last part of the path: Flink gives each savepoint a name of its own, whatever scheme its storage is addressed by. */
    String name() {
        String trimmed = path;
        while (trimmed.endsWith("/")) {
            trimmed = trimmed.substring(0, trimmed.length() - 1);
        }
        return trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }
}
