/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.trigger;

import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.breaker.Rule;
import dev.flinkvitals.breaker.Words;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.checkpoint.CheckpointAttribution;
import dev.flinkvitals.health.checkpoint.CheckpointCause;
import dev.flinkvitals.health.estimate.Interval;
import dev.flinkvitals.health.estimate.Times;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What a restart from the last checkpoint cures, and what it costs. Stateless. */
public final class RestartCure {
    private static final Set<CheckpointCause> CURABLE =
            EnumSet.of(CheckpointCause.SLOW_TASK_MANAGER, CheckpointCause.TRIGGER_STUCK, CheckpointCause.SLOW_SUBTASK);

    /** Below this the second explanation is about as good as the first. */
    private static final double SURE = 0.5;

    private RestartCure() {}

    /**
     * Why a restart would not cure what keeps checkpoints from completing, and what would.
     *
     * @param assessment the job's health
     * @return empty if it would cure it
     */
    public static Optional<String> wouldNotHelp(Assessment assessment) {
        Optional<CheckpointAttribution> why = assessment.checkpoints().attribution();
        if (why.isEmpty() || why.get().cause() == CheckpointCause.UNKNOWN) {
            return Optional.of("what keeps checkpoints from completing is not known, and a restart would be a guess; "
                    + help(CheckpointCause.UNKNOWN));
        }
        CheckpointCause cause = why.get().cause();
        if (!CURABLE.contains(cause)) {
            return Optional.of("a restart does not cure " + cause.label() + " ("
                    + why.get().reason() + "), and a " + "restart " + cost(assessment) + "; " + help(cause));
        }
        return isSure(why.get())
                ? Optional.empty()
                : Optional.of("that " + cause.label() + " is the cause is no more than a guess, confidence "
                        + Words.number(why.get().confidence()) + "; " + help(CheckpointCause.UNKNOWN));
    }

    /**
     * Whether it is known what the restart would cost. An end that may never come is not known either.
     *
     * @param assessment the job's health
     * @return the verdict
     */
    public static Check affordable(Assessment assessment) {
        Optional<Interval> recovery = assessment.recovery().recoverySeconds();
        if (recovery.isEmpty()) {
            return Check.unknown(Rule.TIME, "how long the job takes to catch up after a restart is not known");
        }
        return Check.of(Rule.TIME, Double.isFinite(recovery.get().high()), "a restart " + cost(assessment));
    }

    static boolean isSure(CheckpointAttribution why) {
        return why.cause() != CheckpointCause.UNKNOWN && why.confidence() >= SURE;
    }

    /** What a restart costs, in words. */
    static String cost(Assessment assessment) {
        return assessment
                .recovery()
                .recoverySeconds()
                .map(r -> Double.isFinite(r.low())
                        ? "costs " + Words.time(Times.ofSeconds(r.low()))
                                + (Double.isFinite(r.high())
                                        ? " to " + Words.time(Times.ofSeconds(r.high()))
                                        : " or more, it may never catch up,")
                                + " until the job has caught up again"
                        : "may never catch up again")
                .orElse("costs a time that is not known");
    }

    private static String help(CheckpointCause cause) {
        return "what would help: "
                + switch (cause) {
                    case JOB_MANAGER_STORAGE, TASK_STORAGE, STORAGE_SLOW -> "a checkpoint storage that answers";
                    case LIFECYCLE -> "a job that stays up";
                    case CONFIG -> "other limits on checkpoints (max-concurrent-checkpoints, min-pause)";
                    case DECLINED -> "the error of the task that declined";
                    case TRIGGER_STUCK, SLOW_TASK_MANAGER, SLOW_SUBTASK -> "a restart";
                    case STATE_SKEW, DATA_SKEW -> "keys that are spread more evenly";
                    case BACKPRESSURE, CHANNEL_SKEW ->
                        "more capacity where the job is held back, or unaligned checkpoints";
                    case SYNC_SNAPSHOT -> "a state backend with a short synchronous part";
                    case STATE_GROWTH -> "less state (a TTL), or incremental checkpoints";
                    case ASYNC_QUEUE -> "fewer and larger files";
                    case IN_FLIGHT_DATA -> "less data in flight: more capacity, or buffer debloating";
                    case FINALIZE -> "a look at the JobManager";
                    case TIMEOUT_TOO_SHORT -> "a longer execution.checkpointing.timeout";
                    case UNKNOWN -> "to find out why, with thread dumps of the tasks that have not acknowledged";
                };
    }
}
