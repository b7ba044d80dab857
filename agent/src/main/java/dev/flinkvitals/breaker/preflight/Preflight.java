/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.preflight;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.breaker.PreflightEvidence;
import dev.flinkvitals.breaker.Wish;
import dev.flinkvitals.breaker.Words;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.checkpoint.CheckpointPace;
import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.JobReading;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Everything that the preflight rules look at, and what they say of it. The rules of the group RESTRAINT are not among them:
 * those follow from what the breaker remembers.
 *
 * @param wish what is wanted
 * @param assessment the judgement of this cycle
 * @param reading what it rests on
 * @param evidence what was asked of the world right before
 * @param config what the breaker may do
 */
public record Preflight(
        Wish wish, Assessment assessment, JobReading reading, PreflightEvidence evidence, SnapshotConfig config) {
    private static final List<Function<Preflight, Check>> RULES = List.of(
            StabilityRules::leader,
            StabilityRules::jobStable,
            StabilityRules::inProgress,
            StabilityRules::otherActors,
            CheckpointRules::tolerableFailures,
            CheckpointRules::recentCheckpoint,
            BarrierRules::backpressure,
            BarrierRules::barriers,
            TimeRules::time,
            StorageRules::directory,
            StorageRules::canary,
            StorageRules::uploadRate,
            ResourceRules::jobManagerHeap,
            ResourceRules::taskManagerHeap,
            ResourceRules::localDisk,
            EvidenceRules::confidence,
            EvidenceRules::signals,
            EvidenceRules::sustained);

    /** The verdicts of all rules, in the order of {@link dev.flinkvitals.breaker.Rule}. */
    public List<Check> checks() {
        return RULES.stream().map(rule -> rule.apply(this)).toList();
    }

    /** Time needed and time left, if the action cannot finish before the resource runs out. */
    public Optional<String> tooLate() {
        return expectedTime()
                .flatMap(expected -> wish.deadline()
                        .filter(left -> expected.compareTo(left) > 0)
                        .map(left -> "a " + wish.action().label() + " takes about " + Words.time(expected)
                                + ", but only " + Words.time(left) + " are left"));
    }

    /**
     * Predicted duration of the action: a savepoint uploads the full state, a checkpoint is expected to take what the job's
     * checkpoints take, a restart what it takes until all tasks run again.
     */
    Optional<Duration> expectedTime() {
        return switch (wish.action()) {
            case CHECKPOINT -> assessment.checkpoints().durationP95();
            case SAVEPOINT -> expectedSavepoint();
            case RESTART -> assessment.recovery().downtimeSeconds().map(downtime -> Times.ofSeconds(downtime.high()));
        };
    }

    /**
     * The prediction knows the barriers of the job's checkpoints, which may overtake what a savepoint's wait for; and only of those
     * that completed, so that one that hangs does not show in it. A savepoint takes what that one takes at least.
     */
    private Optional<Duration> expectedSavepoint() {
        Duration waiting = overtaking() && pace().alignedBarriers().isEmpty()
                ? BufferPath.time(reading).orElse(Duration.ZERO)
                : Duration.ZERO;
        Duration pending = assessment.checkpoints().pendingAge().orElse(Duration.ZERO);
        return assessment
                .checkpoints()
                .expectedSnapshotTime()
                .map(waiting::plus)
                .map(predicted -> Times.max(predicted, pending));
    }

    /** How long the action's barriers need, with what is known of it. */
    Optional<Duration> barriers() {
        return overtaking() ? pace().alignedBarriers().or(() -> BufferPath.time(reading)) : pace().barriers();
    }

    /** Whether the job's checkpoints overtake data for which the action has to wait. */
    boolean overtaking() {
        return savepoint() && unaligned();
    }

    Action action() {
        return wish.action();
    }

    boolean savepoint() {
        return action() == Action.SAVEPOINT;
    }

    boolean restart() {
        return action() == Action.RESTART;
    }

    CheckpointReading checkpoints() {
        return reading.checkpoints();
    }

    Optional<CheckpointSettings> settings() {
        return reading.checkpoints().settings();
    }

    CheckpointPace pace() {
        return assessment.checkpoints().pace();
    }

    /** Whether checkpoints are unaligned; not known counts as no: that asks for more. */
    boolean unaligned() {
        return settings().map(CheckpointSettings::unaligned).orElse(false);
    }
}
