/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import dev.flinkvitals.health.estimate.Curve;
import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.judgement.Concern;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.signals.CheckpointFailure;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.JobReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Judges the checkpoints: the worst of exposure, consecutive counted failures, and the age of the pending checkpoint. The
 * duration of the last completed checkpoint is not a signal: it keeps its last good value while everything is stuck.
 */
final class CheckpointRule {
    private static final Curve EXPOSURE = new Curve(1.5, 2, 3);
    private static final Curve FAILURES = new Curve(0, 0.5, 1);
    private static final Curve PENDING = new Curve(0.3, 0.6, 0.9);
    private static final double BEFORE_FIRST = 0.7;

    private CheckpointRule() {}

    /**
     * Judges one cycle.
     *
     * @param reading the job
     * @param vitals what was measured of its checkpoints
     * @return the finding
     */
    static Judgement judge(JobReading reading, CheckpointVitals vitals) {
        CheckpointReading checkpoints = reading.checkpoints();
        if (CheckpointGauge.isOff(checkpoints)) {
            return new Judgement.NotApplicable(
                    "checkpointing is off: nothing protects the state of this job; execution.checkpointing.interval switches it on");
        }
        if (checkpoints.settings().isEmpty()
                || vitals.exposure().isEmpty()
                || vitals.age().isEmpty()) {
            return new Judgement.Missing(
                    "the checkpoint settings are not known yet; they come with the first checkpoint statistics of the JobManager");
        }
        CheckpointSettings settings = checkpoints.settings().orElseThrow();
        boolean completed = checkpoints.lastCompletedTrigger().isPresent();
        Concern worst = exposure(reading, vitals, vitals.age().orElseThrow(), completed);
        worst = Concern.worse(worst, failures(reading, settings));
        worst = Concern.worse(worst, pending(settings, vitals));
        return worst.known(completed ? 1.0 : BEFORE_FIRST, Set.of("checkpoint statistics"));
    }

    private static Concern exposure(JobReading reading, CheckpointVitals vitals, Duration age, boolean completed) {
        double exposure = vitals.exposure().getAsDouble();
        double severity = EXPOSURE.severity(exposure);
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence("checkpoint age", Times.seconds(age), "s"));
        evidence.add(new Evidence("exposure", exposure, "1"));
        vitals.durationP95().ifPresent(p95 -> evidence.add(new Evidence("duration p95", Times.seconds(p95), "s")));
        String since = completed
                ? "the last completed checkpoint was triggered " + Words.duration(age) + " ago"
                : "no checkpoint completed yet, " + Words.duration(age) + " after the job's "
                        + (reading.checkpoints().restoredAt().isPresent() ? "restore" : "start");
        if (severity == 0) {
            return new Concern(0, since, Place.JOB, evidence);
        }
        String reason = since + ", " + Words.decimal(exposure) + " times what its interval allows";
        return withCause(vitals, severity, reason, evidence);
    }

    private static Concern failures(JobReading reading, CheckpointSettings settings) {
        List<CheckpointFailure> towardsLimit = CheckpointFailures.towardsLimit(reading.checkpoints());
        List<CheckpointFailure> own = CheckpointFailures.ownInARow(reading.checkpoints());
        // A savepoint's success resets Flink's count, though the job's own checkpoints go on failing.
        List<CheckpointFailure> failures = own.size() > towardsLimit.size() ? own : towardsLimit;
        if (failures.isEmpty()) {
            return new Concern(0, "no checkpoint failed", Place.JOB, List.of());
        }
        CheckpointFailure newest = failures.get(0);
        Place place = newest.vertex()
                .map(vertex -> new Place(newest.vertex(), newest.vertexName(), newest.subtask(), Place.JOB.process()))
                .orElse(Place.JOB);
        return new Concern(
                FAILURES.severity(failures.size() / (settings.tolerableFailures() + 1.0)),
                words(failures.size(), settings) + "; the last one: " + newest.reason()
                        + newest.cause().map(cause -> ", " + cause).orElse(""),
                place,
                evidence(failures.size(), settings));
    }

    /** So many failures, and how many are tolerated. */
    static String words(int failures, CheckpointSettings settings) {
        return failures + (failures == 1 ? " checkpoint" : " checkpoints") + " failed in a row, "
                + (settings.tolerableFailures() == Integer.MAX_VALUE
                        ? "all are tolerated"
                        : settings.tolerableFailures() + " are tolerated");
    }

    /** The same in numbers. */
    static List<Evidence> evidence(int failures, CheckpointSettings settings) {
        return List.of(
                new Evidence("consecutive failures", failures, "{checkpoint}"),
                new Evidence("tolerable failures", settings.tolerableFailures(), "{checkpoint}"));
    }

    private static Concern pending(CheckpointSettings settings, CheckpointVitals vitals) {
        if (vitals.pendingAge().isEmpty() || settings.timeout().isZero()) {
            return new Concern(0, "no checkpoint is pending", Place.JOB, List.of());
        }
        Duration age = vitals.pendingAge().orElseThrow();
        double severity = PENDING.severity(Times.seconds(age) / Times.seconds(settings.timeout()));
        String reason = "a checkpoint has been pending for " + Words.duration(age) + " and expires after "
                + Words.duration(settings.timeout());
        List<Evidence> evidence = List.of(
                new Evidence("pending age", Times.seconds(age), "s"),
                new Evidence("timeout", Times.seconds(settings.timeout()), "s"));
        return severity == 0
                ? new Concern(0, reason, Place.JOB, evidence)
                : withCause(vitals, severity, reason, evidence);
    }

    private static Concern withCause(CheckpointVitals vitals, double severity, String reason, List<Evidence> evidence) {
        return vitals.attribution()
                .map(cause -> new Concern(severity, reason + "; " + cause.reason(), cause.place(), evidence))
                .orElse(new Concern(severity, reason, Place.JOB, evidence));
    }
}
