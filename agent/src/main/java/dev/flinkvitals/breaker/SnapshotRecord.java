/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import dev.flinkvitals.config.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Something that the agent triggered.
 *
 * @param policy on whose behalf
 * @param action checkpoint, savepoint or restart
 * @param probe whether it only tries out whether the policy's own action may be tried again
 * @param startedAt when it was triggered
 * @param result how far it came
 * @param took trigger to result; empty while in flight
 * @param path where it was written, once completed
 * @param checkpointId its checkpoint id, if known
 * @param restoreCommand the command that restores from it, for a verified savepoint
 * @param error what went wrong, if it failed
 * @param outcome what became of the job afterwards; empty while it is watched, or if nothing was done to it
 * @param findings what will hurt when a savepoint is restored, in words
 */
public record SnapshotRecord(
        Policy policy,
        Action action,
        boolean probe,
        Instant startedAt,
        Result result,
        Optional<Duration> took,
        Optional<String> path,
        OptionalLong checkpointId,
        Optional<String> restoreCommand,
        Optional<String> error,
        Optional<Outcome> outcome,
        List<String> findings) {
    /** Copies the list. */
    public SnapshotRecord {
        findings = List.copyOf(findings);
    }

    /** What has just been triggered. */
    public static SnapshotRecord started(Decision.Act act, Instant at) {
        return new SnapshotRecord(
                act.wish().policy(),
                act.action(),
                act.purpose() == Decision.Purpose.PROBE,
                at,
                Result.IN_FLIGHT,
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /** The same when it completed. */
    public SnapshotRecord completed(Instant at, OptionalLong id) {
        return ended(Result.COMPLETED, at, Optional.empty(), id, Optional.empty(), Optional.empty());
    }

    /** The same when the savepoint was read back. */
    public SnapshotRecord verified(Instant at, String where, String restore) {
        return ended(
                Result.VERIFIED, at, Optional.of(where), OptionalLong.empty(), Optional.of(restore), Optional.empty());
    }

    /** The same when it failed, or nobody knows. */
    public SnapshotRecord failed(Instant at, String why) {
        return ended(Result.FAILED, at, Optional.empty(), OptionalLong.empty(), Optional.empty(), Optional.of(why));
    }

    /** The same when it was held back right before the trigger. */
    public SnapshotRecord heldBack(Instant at, String why) {
        return ended(
                Result.NOT_TRIGGERED, at, Optional.empty(), OptionalLong.empty(), Optional.empty(), Optional.of(why));
    }

    private SnapshotRecord ended(
            Result how,
            Instant at,
            Optional<String> where,
            OptionalLong id,
            Optional<String> restore,
            Optional<String> why) {
        return new SnapshotRecord(
                policy,
                action,
                probe,
                startedAt,
                how,
                Optional.of(Duration.between(startedAt, at)),
                where,
                id,
                restore,
                why,
                outcome,
                findings);
    }

    /** The same with what became of the job. */
    public SnapshotRecord with(Outcome became) {
        return new SnapshotRecord(
                policy,
                action,
                probe,
                startedAt,
                result,
                took,
                path,
                checkpointId,
                restoreCommand,
                error,
                Optional.of(became),
                findings);
    }

    /** The same with what an inspection found. */
    public SnapshotRecord with(List<String> found) {
        return new SnapshotRecord(
                policy,
                action,
                probe,
                startedAt,
                result,
                took,
                path,
                checkpointId,
                restoreCommand,
                error,
                outcome,
                found);
    }

    /** How far a snapshot came. */
    public enum Result {
        IN_FLIGHT("in_flight"),
        /** Flink reported it complete. */
        COMPLETED("completed"),
        /** Its metadata was read back through Flink's own loader. */
        VERIFIED("verified"),
        /** It failed, or nobody knows what came of it. */
        FAILED("failed"),
        /** Something changed right before the trigger. */
        NOT_TRIGGERED("not_triggered");

        private final String label;

        Result(String label) {
            this.label = label;
        }

        /** Name in metrics, JSON and logs. */
        public String label() {
            return label;
        }
    }

    /** What became of the job after an action. */
    public enum Outcome {
        UNHARMED("unharmed"),
        /** It restarted, slowed down, or its checkpoints stopped completing. */
        HARMFUL("harmful"),
        /** Too little was seen. */
        UNKNOWN("unknown");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }

        /** Name in metrics, JSON and logs. */
        public String label() {
            return label;
        }
    }
}
