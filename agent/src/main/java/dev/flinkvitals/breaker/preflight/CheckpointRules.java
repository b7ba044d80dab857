/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.preflight;

import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.breaker.Rule;
import dev.flinkvitals.breaker.Words;
import dev.flinkvitals.breaker.trigger.RestartCure;
import dev.flinkvitals.health.checkpoint.CheckpointAttribution;
import dev.flinkvitals.health.checkpoint.CheckpointCause;
import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Whether the job survives if the action fails, and whether checkpoints get through at all. Stateless. */
final class CheckpointRules {
    /**
     * With fewer tolerable failures than this, one failed savepoint next to one failed checkpoint restarts the job: a task's
     * failure of a savepoint counts like that of a checkpoint ({@code CheckpointFailureManager}, Flink 1.20 to 2.3).
     */
    static final int MIN_TOLERABLE_FAILURES = 2;

    /** Checkpoints that may be missed before one that completed is no longer recent. */
    static final int RECENT_INTERVALS = 3;

    /** However short the interval: what completed in this time is recent. */
    static final Duration RECENT_AT_LEAST = Duration.ofMinutes(15);

    /** One checkpoint that failed may be an accident; what failed two in a row is there to be met by the next one. */
    static final int FAILED_IN_A_ROW = 2;

    /** Below this an attribution is a guess. */
    static final double SURE_OF_CAUSE = 0.5;

    /** Causes that keep a checkpoint from completing, but not the next one. */
    private static final Set<CheckpointCause> PASSING =
            EnumSet.of(CheckpointCause.SLOW_TASK_MANAGER, CheckpointCause.LIFECYCLE);

    private CheckpointRules() {}

    static Check tolerableFailures(Preflight in) {
        Rule rule = Rule.TOLERABLE_FAILURES;
        if (in.restart()) {
            return Check.of(rule, true, "a restart takes no snapshot that could fail");
        }
        Optional<CheckpointSettings> settings = in.settings();
        OptionalInt failures = in.assessment().checkpoints().consecutiveFailures();
        String evidence = settings.map(s -> tolerable(s.tolerableFailures())).orElse("tolerable failures are not known")
                + ", " + (failures.isPresent() ? failures.getAsInt() + " in a row" : "failures in a row are not known");
        if (!in.savepoint()) {
            return Check.of(rule, true, evidence + "; a checkpoint is what the job does anyway");
        }
        if (settings.isEmpty() || failures.isEmpty()) {
            return Check.unknown(rule, evidence);
        }
        int tolerable = settings.get().tolerableFailures();
        return Check.of(
                rule,
                tolerable >= MIN_TOLERABLE_FAILURES && failures.getAsInt() <= tolerable - 1,
                evidence + "; a savepoint needs " + MIN_TOLERABLE_FAILURES
                        + " tolerable failures and one to spare, since its own failure counts");
    }

    private static String tolerable(int failures) {
        return failures == Integer.MAX_VALUE
                ? "any number of failures is tolerable"
                : "execution.checkpointing.tolerable-failed-checkpoints is " + failures;
    }

    /**
     * A checkpoint that the agent asked for counts as well: the question is whether one gets through, not whether the job
     * keeps its pace.
     */
    static Check recentCheckpoint(Preflight in) {
        Rule rule = Rule.RECENT_CHECKPOINT;
        Optional<Instant> completed = lastCompleted(in);
        if (in.restart() && completed.isEmpty() && in.checkpoints().restoredAt().isEmpty()) {
            return Check.of(rule, false, "no checkpoint is known to restart from");
        }
        Duration limit = recent(in);
        long failed = failedSince(completed, in);
        if (!in.restart() && failed >= FAILED_IN_A_ROW) {
            return passing(in, "the last " + failed + " checkpoints failed");
        }
        Optional<Duration> age =
                completed.map(at -> Duration.between(at, in.reading().tick().at()));
        if (age.isPresent() && age.get().compareTo(limit) <= 0) {
            return Check.of(
                    rule, true, "a checkpoint completed " + Words.time(age.get()) + " ago, limit " + Words.time(limit));
        }
        String none = "no checkpoint completed for " + Words.time(limit);
        return in.restart() ? cure(in, none) : passing(in, none);
    }

    /** That none completes is what a restart is wanted for, if it cures the cause. */
    private static Check cure(Preflight in, String none) {
        Optional<String> useless = RestartCure.wouldNotHelp(in.assessment());
        return Check.of(
                Rule.RECENT_CHECKPOINT,
                useless.isEmpty(),
                none + ", " + useless.orElse("for a cause that a restart cures"));
    }

    private static Check passing(Preflight in, String none) {
        Optional<CheckpointAttribution> why = in.assessment()
                .checkpoints()
                .attribution()
                .filter(a -> a.cause() != CheckpointCause.UNKNOWN && a.confidence() >= SURE_OF_CAUSE);
        if (why.isEmpty()) {
            return Check.unknown(Rule.RECENT_CHECKPOINT, none + ", and why is not known for sure");
        }
        boolean passes = PASSING.contains(why.get().cause());
        return Check.of(
                Rule.RECENT_CHECKPOINT,
                passes,
                none + ", cause " + why.get().cause().label() + " with confidence "
                        + Words.number(why.get().confidence())
                        + (passes ? ": it need not meet this one" : ": it would meet this one too"));
    }

    private static Optional<Instant> lastCompleted(Preflight in) {
        return Stream.concat(
                        in.checkpoints().history().stream()
                                .filter(c -> c.status() == CheckpointSample.Status.COMPLETED && !c.isSavepoint())
                                .map(c -> c.endedAt().orElse(c.triggeredAt())),
                        in.checkpoints().lastCompletedTrigger().stream())
                .max(Comparator.naturalOrder());
    }

    /** How many failed since one completed, as far as Flink's history shows them. */
    private static long failedSince(Optional<Instant> completed, Preflight in) {
        return in.checkpoints().history().stream()
                .filter(c -> c.status() == CheckpointSample.Status.FAILED && !c.isSavepoint())
                .filter(c -> completed
                        .filter(at -> !c.endedAt().orElse(c.triggeredAt()).isAfter(at))
                        .isEmpty())
                .count();
    }

    /** Not known: the shorter, which asks for more. */
    private static Duration recent(Preflight in) {
        return in.settings()
                .map(CheckpointSettings::interval)
                .filter(interval -> interval.compareTo(RECENT_AT_LEAST.dividedBy(RECENT_INTERVALS)) > 0)
                .map(interval -> Times.times(interval, RECENT_INTERVALS))
                .orElse(RECENT_AT_LEAST);
    }
}
