/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.state;

import dev.flinkvitals.health.estimate.Curve;
import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.finding.Severity;
import dev.flinkvitals.health.judgement.Concern;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.signals.JobReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Judges state that grows without bound by the time in which it doubles. Immutable. */
public final class StateRule {
    /** Seven days, two days and twelve hours at a window of 60 s. */
    private static final Curve DOUBLING_WINDOWS = new Curve(10_080, 2_880, 720);
    /** What has not been seen for 360 windows may still end. */
    private static final double NOT_SURE = 0.5;

    private static final String SIZES = "state sizes";

    private final double windowSeconds;

    public StateRule(Duration window) {
        this.windowSeconds = Times.seconds(window);
    }

    /** Judges one cycle. */
    public Judgement judge(JobReading reading, StateGrowthTracker tracker) {
        if (!tracker.knowsSizes()) {
            if (reading.checkpoints().enabled().orElse(true)) {
                return tracker.sawCheckpoint()
                        ? new Judgement.NotApplicable("the job keeps no state: its checkpoints are empty")
                        : new Judgement.Missing("how the state grows is not known before checkpoints complete");
            }
            return new Judgement.NotApplicable(
                    "checkpointing is off, and the state backend does not tell the size of its states");
        }
        if (tracker.progress() < 1 && tracker.growing().isEmpty()) {
            return new Judgement.Missing("how the state grows shows after 24 checkpoints and 24 windows: "
                    + Words.percent(tracker.progress()) + " of that has passed");
        }
        Concern worst = new Concern(0, "no state grows without bound", Place.JOB, List.of());
        for (VertexGrowth growth : tracker.growing()) {
            double severity = severity(growth);
            if (severity > worst.severity()) {
                worst = new Concern(severity, reason(growth), place(growth), evidence(growth));
            }
        }
        return worst.known(1, Set.of(SIZES));
    }

    /** What is wrong, by vertex. */
    public List<Observation> observations(StateGrowthTracker tracker) {
        List<Observation> observations = new ArrayList<>();
        for (VertexGrowth growth : tracker.growing()) {
            if (severity(growth) > 0) {
                String cause = growth.moreKeys() ? "more_keys" : "unbounded";
                observations.add(Observation.of(
                        growth.endless() ? FindingKind.STATE_WITHOUT_TTL_GROWS : FindingKind.STATE_GROWS,
                        Severity.WARNING,
                        place(growth),
                        growth.endless() ? "no_ttl" : cause,
                        reason(growth),
                        evidence(growth)));
            }
        }
        return observations;
    }

    private double severity(VertexGrowth growth) {
        double severity = DOUBLING_WINDOWS.severity(growth.doublingSeconds() / windowSeconds);
        return growth.sure() ? severity : Math.min(NOT_SURE, severity);
    }

    private static Place place(VertexGrowth growth) {
        return Place.vertex(growth.vertex().id(), growth.vertex().name());
    }

    private static String reason(VertexGrowth growth) {
        StringBuilder reason = new StringBuilder();
        if (growth.culprits().isEmpty()) {
            reason.append("the state of ").append(growth.vertex().name());
        } else {
            reason.append("state '")
                    .append(String.join("' and '", growth.culprits()))
                    .append("' of ")
                    .append(growth.vertex().name());
        }
        reason.append(growth.endless() ? " has no TTL and grows by " : " grows by ")
                .append(Words.bytes(growth.bytesPerSecond()))
                .append("/s");
        growth.bytesPerRecord()
                .ifPresent(b -> reason.append(" (").append(Words.bytes(b)).append(" for each record)"));
        reason.append(": at ")
                .append(Words.bytes(growth.bytes()))
                .append(" it doubles in ")
                .append(Words.duration(Times.ofSeconds(growth.doublingSeconds())));
        return reason.append(growth.moreKeys() ? "; the number of keys grows" : "")
                .toString();
    }

    private static List<Evidence> evidence(VertexGrowth growth) {
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence("state size", growth.bytes(), "By"));
        evidence.add(new Evidence("growth", growth.bytesPerSecond(), "By/s"));
        growth.bytesPerRecord().ifPresent(b -> evidence.add(new Evidence("growth per record", b, "By/{record}")));
        evidence.add(new Evidence("doubling time", growth.doublingSeconds(), "s"));
        return evidence;
    }
}
