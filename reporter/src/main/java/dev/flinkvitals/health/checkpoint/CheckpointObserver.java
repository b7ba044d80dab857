/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.finding.Severity;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.signals.CheckpointFailure;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Says what is wrong with the checkpoints, and why. Not thread-safe. */
final class CheckpointObserver {
    private static final double OVERDUE = 2;
    private static final double FAR_OVERDUE = 3;
    /** From here on the score tells a reason, before anything is a finding. */
    private static final double LATE = 1.5;

    private static final double PENDING_LATE = 0.3;
    private static final double PENDING_LONG = 0.5;
    private static final double PENDING_USUAL = 3;
    private static final double PENDING_LAST = 0.9;

    /** A checkpoint that takes less of its interval than this is slow for nobody. */
    private static final double NOTICEABLE = 0.3;

    private static final int SLOW_IN_A_ROW = 2;
    private static final int MANY_FAILURES = 5;

    private final HeldAttributions held = new HeldAttributions();

    /** What was seen, and the attribution that explains it best. */
    record Seen(List<Observation> observations, Optional<CheckpointAttribution> attribution) {}

    Seen observe(Scene scene, CheckpointVitals vitals, Optional<Duration> projected) {
        CheckpointReading checkpoints = scene.reading().checkpoints();
        if (CheckpointGauge.isOff(checkpoints) || checkpoints.settings().isEmpty()) {
            held.retain(Set.of());
            return new Seen(List.of(), Optional.empty());
        }
        CheckpointSettings settings = checkpoints.settings().orElseThrow();
        List<Observation> seen = new ArrayList<>();
        List<CheckpointAttribution> why = new ArrayList<>();
        failing(scene, settings, seen, why);
        stuck(scene, settings, vitals, projected, seen, why);
        slow(scene, settings, seen, why);
        overdue(scene, vitals, seen, why);
        held.retain(seen.stream().map(Observation::kind).collect(Collectors.toSet()));
        if (why.isEmpty() && isLate(settings, vitals)) {
            why.add(whyOverdue(scene));
        }
        return new Seen(seen, why.stream().findFirst());
    }

    private void failing(
            Scene scene, CheckpointSettings settings, List<Observation> seen, List<CheckpointAttribution> why) {
        List<CheckpointFailure> failures =
                CheckpointFailures.ownInARow(scene.reading().checkpoints());
        if (failures.isEmpty()) {
            return;
        }
        int count = failures.size();
        boolean restarts = count > settings.tolerableFailures();
        tell(
                scene,
                FindingKind.CHECKPOINTS_FAIL,
                restarts || count >= MANY_FAILURES ? Severity.CRITICAL : Severity.WARNING,
                CheckpointRule.words(count, settings),
                CheckpointRule.evidence(count, settings),
                whyFailed(failures.get(0), scene),
                seen,
                why);
    }

    private void stuck(
            Scene scene,
            CheckpointSettings settings,
            CheckpointVitals vitals,
            Optional<Duration> projected,
            List<Observation> seen,
            List<CheckpointAttribution> why) {
        Optional<CheckpointSample> pending =
                OwnCheckpoints.pending(scene.reading().checkpoints());
        if (pending.isEmpty()
                || vitals.pendingAge().isEmpty()
                || settings.timeout().isZero()) {
            return;
        }
        double age = Times.seconds(vitals.pendingAge().orElseThrow());
        double timeout = Times.seconds(settings.timeout());
        double usual = scene.baseline()
                .durationP95()
                .or(vitals::durationP95)
                .map(Times::seconds)
                .orElse(0.0);
        // Before it expires at any rate, however long checkpoints usually take.
        if (age <= Math.min(PENDING_LAST * timeout, Math.max(PENDING_USUAL * usual, PENDING_LONG * timeout))) {
            return;
        }
        boolean expires = age > PENDING_LAST * timeout
                || projected.map(p -> Times.seconds(p) > timeout).orElse(false);
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence("pending age", age, "s"));
        evidence.add(new Evidence("timeout", timeout, "s"));
        projected.ifPresent(p -> evidence.add(new Evidence("projected duration", Times.seconds(p), "s")));
        tell(
                scene,
                FindingKind.CHECKPOINT_STUCK,
                expires ? Severity.CRITICAL : Severity.WARNING,
                "a checkpoint has been pending for " + Words.duration(Times.ofSeconds(age)) + " and expires after "
                        + Words.duration(settings.timeout())
                        + projected
                                .map(p -> ", at its pace it takes " + Words.duration(p) + " in all")
                                .orElse(""),
                evidence,
                AttributionTree.pending(pending.orElseThrow(), scene),
                seen,
                why);
    }

    private void slow(
            Scene scene, CheckpointSettings settings, List<Observation> seen, List<CheckpointAttribution> why) {
        List<CheckpointSample> newest = OwnCheckpoints.completed(scene.reading().checkpoints()).stream()
                .limit(SLOW_IN_A_ROW)
                .toList();
        if (newest.size() < SLOW_IN_A_ROW || !newest.stream().allMatch(c -> isSlow(c, scene, settings))) {
            return;
        }
        double seconds = seconds(newest.get(0));
        OptionalDouble usual = scene.baseline().usualSeconds();
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence("duration", seconds, "s"));
        evidence.add(new Evidence("interval", Times.seconds(settings.interval()), "s"));
        usual.ifPresent(u -> evidence.add(new Evidence("usual duration", u, "s")));
        tell(
                scene,
                FindingKind.CHECKPOINTS_SLOW,
                Severity.WARNING,
                "the last checkpoint took " + Words.duration(Times.ofSeconds(seconds)) + " of an interval of "
                        + Words.duration(settings.interval())
                        + (usual.isPresent()
                                ? ", usually " + Words.duration(Times.ofSeconds(usual.getAsDouble()))
                                : ""),
                evidence,
                AttributionTree.completed(newest.get(0), scene),
                seen,
                why);
    }

    private static boolean isSlow(CheckpointSample sample, Scene scene, CheckpointSettings settings) {
        double seconds = seconds(sample);
        double interval = Math.max(1, Times.seconds(settings.interval()));
        OptionalDouble usual = scene.baseline().usualSeconds();
        return seconds > interval
                || (usual.isPresent()
                        && seconds > CheckpointBaseline.SLOW * usual.getAsDouble()
                        && seconds > NOTICEABLE * interval);
    }

    private static double seconds(CheckpointSample completed) {
        return Times.seconds(OwnCheckpoints.duration(completed, completed.triggeredAt()));
    }

    private void overdue(
            Scene scene, CheckpointVitals vitals, List<Observation> seen, List<CheckpointAttribution> why) {
        double exposure = vitals.exposure().orElse(0);
        if (!(exposure > OVERDUE) || vitals.age().isEmpty()) {
            return;
        }
        Duration age = vitals.age().orElseThrow();
        tell(
                scene,
                FindingKind.CHECKPOINT_OVERDUE,
                exposure > FAR_OVERDUE ? Severity.CRITICAL : Severity.WARNING,
                "a failure now would lose the work of " + Words.duration(age) + ", " + Words.decimal(exposure)
                        + " times what the interval allows",
                List.of(
                        new Evidence("checkpoint age", Times.seconds(age), "s"),
                        new Evidence("exposure", exposure, "1")),
                whyOverdue(scene),
                seen,
                why);
    }

    private static boolean isLate(CheckpointSettings settings, CheckpointVitals vitals) {
        boolean pendingLate = vitals.pendingAge()
                .map(age -> Times.seconds(age) > PENDING_LATE * Times.seconds(settings.timeout()))
                .orElse(false);
        return pendingLate || vitals.exposure().orElse(0) > LATE;
    }

    private static CheckpointAttribution whyFailed(CheckpointFailure failure, Scene scene) {
        OptionalLong id = failure.checkpointId();
        Optional<CheckpointSample> sample = scene.reading().checkpoints().history().stream()
                .filter(c -> id.isPresent() && c.id() == id.getAsLong())
                .findFirst();
        return AttributionTree.failed(failure, sample, scene);
    }

    /** Something pending says most, then what failed last, then what completed last. */
    private static CheckpointAttribution whyOverdue(Scene scene) {
        return Overdue.attribute(scene, CheckpointObserver::whyFailed);
    }

    private void tell(
            Scene scene,
            FindingKind kind,
            Severity severity,
            String what,
            List<Evidence> evidence,
            CheckpointAttribution now,
            List<Observation> seen,
            List<CheckpointAttribution> why) {
        CheckpointAttribution cause = held.hold(kind, now);
        List<Evidence> all = new ArrayList<>(evidence);
        all.addAll(cause.evidence());
        all.add(new Evidence("confidence of the cause", cause.confidence(), "1"));
        seen.add(new Observation(
                kind,
                severity,
                cause.place(),
                cause.cause().label(),
                what + "; " + cause.reason(),
                all,
                explainedBy(scene, kind, cause, seen)));
        why.add(cause);
    }

    private static Optional<FindingKind> explainedBy(
            Scene scene, FindingKind kind, CheckpointAttribution cause, List<Observation> seen) {
        if (cause.cause() == CheckpointCause.BACKPRESSURE && scene.bottleneck().isPresent()) {
            return Optional.of(FindingKind.BOTTLENECK);
        }
        if (cause.cause() == CheckpointCause.LIFECYCLE
                && !scene.reading().status().isFullyRunning()) {
            return Optional.of(Overdue.isDown(scene) ? FindingKind.JOB_DOWN : FindingKind.TASKS_MISSING);
        }
        // What is told before, in the order of observe(), comes first in time as well.
        return kind == FindingKind.CHECKPOINT_OVERDUE
                ? seen.stream().map(Observation::kind).findFirst()
                : Optional.empty();
    }
}
