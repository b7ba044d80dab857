/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.lag;

import dev.flinkvitals.health.estimate.Curve;
import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.estimate.Trend;
import dev.flinkvitals.health.judgement.Concern;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.judgement.Words;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Judges how far the sources are behind, in seconds: ten thousand records are nothing to one job and a day to another. */
public final class LagRule {
    private static final Curve TARGETS = new Curve(1, 2, 4);
    /** A backlog that drains is on its way to health. */
    private static final double DRAINING = 0.5;

    private static final double FROM_WATERMARK = 0.5;
    private static final String WATERMARK = "watermark lag";

    private LagRule() {}

    /**
     * Judges one cycle.
     *
     * @param lag the job's lag
     * @param targetSeconds how far behind the job may be
     * @param partitions lag of each partition: a sum over a source hides a single one
     * @return the finding
     */
    public static Judgement judge(JobLag lag, double targetSeconds, List<PartitionLag> partitions) {
        if (!lag.heldUpSources().isEmpty() && lag.worst().isEmpty()) {
            return new Judgement.Missing(
                    "backpressure stops the sources from fetching, so nobody knows how much is waiting by now: "
                            + String.join(", ", lag.heldUpSources()));
        }
        if (lag.worst().isPresent()) {
            return fromRecords(lag, lag.worst().orElseThrow(), targetSeconds, partitions);
        }
        if (lag.sources().isEmpty() && lag.watermarkLagSeconds().isPresent()) {
            return fromWatermark(lag.watermarkLagSeconds().getAsDouble(), targetSeconds);
        }
        if (!lag.sources().isEmpty()) {
            return new Judgement.Missing(
                    "the sources' rates are not known yet; they come with the first complete window");
        }
        if (lag.silentSources().isEmpty()) {
            return new Judgement.Missing("the job graph is not known yet");
        }
        if (!lag.countable()) {
            return new Judgement.NotApplicable("no source counts what is waiting, nor gives watermarks in wall time: "
                    + String.join(", ", lag.silentSources()));
        }
        return new Judgement.Missing("no source reports how much is waiting: " + String.join(", ", lag.silentSources())
                + "; a connector that reports pendingRecords, or watermarks in wall time, would bring it");
    }

    private static Judgement fromRecords(
            JobLag lag, SourceLag worst, double targetSeconds, List<PartitionLag> partitions) {
        double seconds = worst.seconds().orElse(0);
        boolean draining = worst.trend() == Trend.DRAINING;
        double severity = TARGETS.times(targetSeconds).severity(seconds) * (draining ? DRAINING : 1);
        String reason = "source '" + worst.name() + "' is " + behind(seconds, targetSeconds) + ", " + worst.records()
                + " records" + trend(worst.trend());
        Concern source = new Concern(
                severity,
                reason,
                severity == 0 ? Place.JOB : Place.vertex(worst.vertex(), worst.name()),
                List.of(
                        new Evidence("lag", seconds, "s"),
                        new Evidence("lag target", targetSeconds, "s"),
                        new Evidence("records waiting", worst.records(), "{record}")));
        int sources = lag.sources().size()
                + lag.silentSources().size()
                + lag.heldUpSources().size();
        return Concern.worse(source, partition(partitions, targetSeconds))
                .known((double) lag.sources().size() / sources, signals(lag));
    }

    private static Concern partition(List<PartitionLag> partitions, double targetSeconds) {
        Curve targets = TARGETS.times(targetSeconds);
        Concern worst = new Concern(0, "no partition is behind", Place.JOB, List.of());
        for (PartitionLag partition : partitions) {
            double seconds = partition.seconds().orElse(0);
            double weight = partition.state() == PartitionLag.State.DRAINING ? DRAINING : 1;
            double severity = targets.severity(seconds) * weight;
            if (severity > worst.severity()) {
                worst = new Concern(
                        severity,
                        "partition " + partition.topic() + "-" + partition.partition() + " is "
                                + behind(seconds, targetSeconds),
                        new Place(
                                Optional.of(partition.subtask().vertex()),
                                Optional.empty(),
                                OptionalInt.of(partition.subtask().index()),
                                Optional.empty()),
                        List.of(new Evidence("lag", seconds, "s"), new Evidence("lag target", targetSeconds, "s")));
            }
        }
        return worst;
    }

    /** Records say more than the watermark, so a watermark that they replace is not lost. */
    private static Set<String> signals(JobLag lag) {
        Set<String> signals = new HashSet<>(Set.of(WATERMARK));
        lag.sources().forEach(source -> signals.add("records waiting for " + source.name()));
        return signals;
    }

    private static Judgement fromWatermark(double seconds, double targetSeconds) {
        return new Judgement.Known(
                TARGETS.times(targetSeconds).severity(seconds),
                "no source counts its waiting records; the oldest watermark is " + behind(seconds, targetSeconds),
                Place.JOB,
                List.of(new Evidence("watermark lag", seconds, "s"), new Evidence("lag target", targetSeconds, "s")),
                FROM_WATERMARK,
                Set.of(WATERMARK));
    }

    private static String behind(double seconds, double targetSeconds) {
        return Words.duration(Times.ofSeconds(seconds)) + " behind, target "
                + Words.duration(Times.ofSeconds(targetSeconds));
    }

    private static String trend(Trend trend) {
        return switch (trend) {
            case RISING -> " and rising";
            case DRAINING -> " and draining";
            case STEADY, UNKNOWN -> "";
        };
    }
}
