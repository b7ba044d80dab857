/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.signals.JobReading;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Everything that the preflight rules look at.
 *
 * @param wish what is wanted
 * @param assessment the judgement of this cycle
 * @param reading what it rests on
 * @param evidence what was asked of the world right before
 * @param config what the breaker may do
 */
record Preflight(
        Wish wish, Assessment assessment, JobReading reading, PreflightEvidence evidence, SnapshotConfig config) {
    private static final List<Function<Preflight, Check>> RULES = List.of(
            JobRules::leader,
            JobRules::jobStable,
            JobRules::confidence,
            JobRules::inProgress,
            JobRules::tolerableFailures,
            JobRules::backpressure,
            TargetRules::time,
            TargetRules::directory,
            TargetRules::canary);

    /** The verdicts of all rules, in their order. */
    List<Check> checks() {
        return RULES.stream().map(rule -> rule.apply(this)).toList();
    }

    boolean savepoint() {
        return wish.action() == Action.SAVEPOINT;
    }

    /**
     * Predicted duration of the action: a savepoint uploads the full state, a checkpoint is expected to take what the job's
     * checkpoints take.
     */
    Optional<Duration> expectedTime() {
        return savepoint()
                ? assessment.checkpoints().expectedSnapshotTime()
                : assessment.checkpoints().durationP95();
    }

    /** Time needed and time left, if the action cannot finish before the resource runs out. */
    Optional<String> tooLate() {
        return expectedTime()
                .flatMap(expected -> wish.deadline()
                        .filter(left -> expected.compareTo(left) > 0)
                        .map(left -> "a " + wish.action().label() + " takes about " + Words.time(expected)
                                + ", but only " + Words.time(left) + " are left"));
    }
}
