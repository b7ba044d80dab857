/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.recovery;

import dev.flinkvitals.config.LimitsConfig;
import dev.flinkvitals.health.checkpoint.CheckpointVitals;
import dev.flinkvitals.health.estimate.Curve;
import dev.flinkvitals.health.estimate.Interval;
import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.health.lag.LagVitals;
import dev.flinkvitals.signals.JobReading;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Judges what a failure would cost against the objective. It counts what held in three of the last four windows, and what was
 * known last while nothing is known: neither a burst nor a lost signal changes the judgement. Not thread-safe.
 */
public final class RecoveryRule {
    private static final Curve OBJECTIVES = new Curve(0.5, 1, 2);

    /** A forecast of what a failure would cost breaks nothing yet; if it is the capacity that lacks, that costs by itself. */
    private static final double MOST = 0.5;

    private static final int WINDOWS = 4;
    private static final int HOLDING = 3;

    private final Duration objective;
    private final LimitsConfig limits;
    private final Deque<Interval> recent = new ArrayDeque<>();

    /**
     * A rule that has seen nothing yet.
     *
     * @param objective how long a recovery may take
     * @param limits what is declared of transactions and topics
     */
    public RecoveryRule(Duration objective, LimitsConfig limits) {
        this.objective = objective;
        this.limits = limits;
    }

    /**
     * Takes one cycle.
     *
     * @param outlook what a failure would cost
     * @param windowEnds whether a window of the job ends now
     */
    public void update(RecoveryOutlook outlook, boolean windowEnds) {
        if (windowEnds) {
            outlook.recoverySeconds().ifPresent(seconds -> {
                recent.addLast(seconds);
                if (recent.size() > WINDOWS) {
                    recent.removeFirst();
                }
            });
        }
    }

    /** The judgement of the checkpoints, worse if recovery would take too long. */
    public Judgement worsen(Judgement checkpoints) {
        return checkpoints.fold(this::worsenKnown, missing -> missing, notApplicable -> notApplicable);
    }

    private Judgement worsenKnown(Judgement.Known known) {
        Optional<Interval> lasting = lasting();
        double ratio =
                lasting.map(seconds -> seconds.mid() / Times.seconds(objective)).orElse(0.0);
        double severity = Math.min(MOST, OBJECTIVES.severity(ratio));
        if (severity <= known.severity()) {
            return known;
        }
        List<Evidence> evidence = new ArrayList<>(known.evidence());
        evidence.add(new Evidence("recovery objective", Times.seconds(objective), "s"));
        RecoveryFindings.finite("recovery time", lasting.orElseThrow().mid(), "s")
                .ifPresent(evidence::add);
        return new Judgement.Known(
                severity,
                RecoveryFindings.tooLong(lasting.orElseThrow()) + ", the objective is " + Words.duration(objective),
                known.place(),
                evidence,
                known.confidence(),
                known.signals());
    }

    /**
     * What is wrong in this cycle.
     *
     * @param reading the job
     * @param outlook what a failure would cost
     * @param checkpoints age of the last checkpoint
     * @param lag how far the sources are behind
     */
    public List<Observation> observe(
            JobReading reading, RecoveryOutlook outlook, CheckpointVitals checkpoints, LagVitals lag) {
        List<Observation> seen = new ArrayList<>();
        RecoveryFindings.noRestart(reading)
                .or(() -> lasting().flatMap(seconds -> RecoveryFindings.tooLong(outlook, seconds, objective)))
                .ifPresent(seen::add);
        checkpoints.age().ifPresent(age -> {
            limits.transactionTimeout()
                    .flatMap(timeout -> RecoveryFindings.transactionTimeout(reading, outlook, age, timeout))
                    .ifPresent(seen::add);
            limits.topicRetention()
                    .flatMap(retention -> RecoveryFindings.dataExpires(outlook, age, lag, retention))
                    .ifPresent(seen::add);
        });
        return seen;
    }

    /** What three of the last four windows reached; empty before three of them were known. */
    private Optional<Interval> lasting() {
        if (recent.size() < HOLDING) {
            return Optional.empty();
        }
        int rank = recent.size() - HOLDING;
        List<Double> low = recent.stream().map(Interval::low).sorted().toList();
        List<Double> mid = recent.stream().map(Interval::mid).sorted().toList();
        List<Double> high = recent.stream().map(Interval::high).sorted().toList();
        return Optional.of(new Interval(low.get(rank), mid.get(rank), high.get(rank)));
    }
}
