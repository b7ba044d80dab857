/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.capacity;

import dev.flinkvitals.health.estimate.Interval;
import dev.flinkvitals.health.estimate.Trend;
import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.finding.Severity;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.health.lag.JobLag;
import dev.flinkvitals.health.load.JobLoad;
import dev.flinkvitals.health.load.SubtaskRates;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.JobReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Says what holds a job back, once it hurts: the lag is above its target and does not drain, or backpressure stops a source
 * altogether, or the bottleneck has been named for three windows under backpressure. A job that is busy and keeps up, works off
 * a backlog, or meets a short burst gives no observation. Not thread-safe.
 */
public final class CapacityObserver {
    private static final int LASTING_WINDOWS = 3;
    private static final double LASTING_PRESSURE = 0.5;
    private static final int EXCEEDED_OF_FOUR = 3;
    private static final int FOUR_WINDOWS = 0xF;

    /** A subtask that takes in this much more than the mean has the records, not only the slower machine. */
    private static final double MORE_RECORDS = 1.3;

    private final double targetSeconds;
    private int exceeded;

    /**
     * An observer.
     *
     * @param targetSeconds how far behind the job may be
     */
    public CapacityObserver(double targetSeconds) {
        this.targetSeconds = targetSeconds;
    }

    /**
     * What is wrong.
     *
     * @param reading the job
     * @param load its load
     * @param lag its lag
     * @param partitionSeconds how far the partition is behind that falls behind furthest
     * @param watch what holds it back
     * @param hints what other rules say
     * @param windowEnds whether a window of the job ends now
     * @return observations; empty if all is well
     */
    public List<Observation> observe(
            JobReading reading,
            JobLoad load,
            JobLag lag,
            OptionalDouble partitionSeconds,
            CapacityWatch watch,
            CapacityWatch.Hints hints,
            boolean windowEnds) {
        CapacityOutlook outlook = watch.outlook();
        boolean behind = isBehind(lag, partitionSeconds);
        if (windowEnds) {
            exceeded = (exceeded << 1 | (isExceeded(outlook) ? 1 : 0)) & FOUR_WINDOWS;
        }
        List<Observation> observations = new ArrayList<>();
        for (Bottleneck bottleneck : watch.bottlenecks()) {
            if (hurts(bottleneck, lag, behind, watch)) {
                Optional<BusyVerdict> verdict = watch.verdict(bottleneck, reading, load, hints);
                observations.add(
                        isSourceBound(bottleneck)
                                ? sourceBound(bottleneck, verdict, lag)
                                : bottleneck(bottleneck, verdict, load, outlook, hints));
            }
        }
        if (Integer.bitCount(exceeded) >= EXCEEDED_OF_FOUR && behind) {
            exceeded(outlook, lag, observations).ifPresent(observations::add);
        }
        return observations;
    }

    private static boolean hurts(Bottleneck bottleneck, JobLag lag, boolean behind, CapacityWatch watch) {
        if (bottleneck.kind() == Bottleneck.Kind.SOURCE_STUCK
                || !lag.heldUpSources().isEmpty()) {
            return true;
        }
        if (behind || lag.trend() == Trend.DRAINING) {
            return behind;
        }
        // A source under backpressure fetches little, so its lag shows late: what lasts hurts before the lag says so.
        return bottleneck.upstreamBackPressure() >= LASTING_PRESSURE
                && bottleneck.place().vertex().map(watch::windowsNamed).orElse(0) >= LASTING_WINDOWS;
    }

    private boolean isBehind(JobLag lag, OptionalDouble partitionSeconds) {
        return partitionSeconds.orElse(0) > targetSeconds
                || (lag.trend() != Trend.DRAINING && lag.vitals().seconds().orElse(0) > targetSeconds);
    }

    private static boolean isSourceBound(Bottleneck bottleneck) {
        return bottleneck.kind() == Bottleneck.Kind.SOURCE_STUCK
                || bottleneck.kind() == Bottleneck.Kind.SOURCE_FETCH_BOUND;
    }

    private static Observation sourceBound(Bottleneck bottleneck, Optional<BusyVerdict> verdict, JobLag lag) {
        boolean stuck = bottleneck.kind() == Bottleneck.Kind.SOURCE_STUCK;
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence("busy share", bottleneck.busyRatio(), "1"));
        lag.vitals()
                .records()
                .ifPresent(records -> evidence.add(new Evidence("records waiting", (double) records, "{record}")));
        lag.vitals().seconds().ifPresent(seconds -> evidence.add(new Evidence("lag", seconds, "s")));
        verdict.ifPresent(v -> evidence.addAll(v.evidence()));
        return Observation.of(
                FindingKind.SOURCE_BOUND,
                Severity.WARNING,
                bottleneck.place(),
                stuck ? "stuck" : "fetch_bound",
                because(bottleneck.reason(), verdict),
                evidence);
    }

    private static Observation bottleneck(
            Bottleneck bottleneck,
            Optional<BusyVerdict> verdict,
            JobLoad load,
            CapacityOutlook outlook,
            CapacityWatch.Hints hints) {
        Optional<VertexLoad> own = bottleneck.place().vertex().flatMap(load::vertex);
        boolean hotKey =
                bottleneck.place().vertex().filter(hints.hotKeys()::contains).isPresent();
        boolean uneven = hotKey
                || (bottleneck.place().subtask().isPresent()
                        && own.map(v -> hasMoreRecords(
                                        load, v, bottleneck.place().subtask().getAsInt()))
                                .orElse(false));
        BusyCause busy = verdict.map(BusyVerdict::cause).orElse(BusyCause.UNKNOWN);
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence("busy share", bottleneck.busyRatio(), "1"));
        evidence.add(new Evidence("backpressured share of its input", bottleneck.upstreamBackPressure(), "1"));
        own.flatMap(v -> outlook.vertex(v.vertex())).ifPresent(vertex -> {
            add(evidence, "capacity", vertex.capacityPerSecond(), "{record}/s");
            add(evidence, "utilisation", vertex.utilisation(), "1");
            add(evidence, "capacity lost to the uneven split", vertex.skewLoss(), "1");
        });
        verdict.ifPresent(v -> evidence.addAll(v.evidence()));
        return Observation.of(
                FindingKind.BOTTLENECK,
                Severity.WARNING,
                bottleneck.place(),
                uneven ? "skew" : busy.name().toLowerCase(Locale.ROOT),
                because(bottleneck.reason(), verdict) + advice(own, outlook),
                evidence);
    }

    private static boolean hasMoreRecords(JobLoad load, VertexLoad vertex, int subtask) {
        List<SubtaskRates> all = load.subtasks(vertex.vertex());
        double own = load.subtask(vertex.vertex(), subtask)
                .map(SubtaskRates::recordsPerSecond)
                .orElse(OptionalDouble.empty())
                .orElse(0);
        double sum = vertex.recordsPerSecond().orElse(0);
        return sum > 0 && own * all.size() >= MORE_RECORDS * sum;
    }

    private static String because(String reason, Optional<BusyVerdict> verdict) {
        return verdict.filter(v -> !v.words().isEmpty())
                .map(v -> reason + "; " + v.words())
                .orElse(reason);
    }

    private static String advice(Optional<VertexLoad> own, CapacityOutlook outlook) {
        Optional<CapacityOutlook.VertexCapacity> vertex = own.flatMap(v -> outlook.vertex(v.vertex()));
        if (vertex.isEmpty()) {
            return "";
        }
        CapacityOutlook.VertexCapacity capacity = vertex.orElseThrow();
        String parallelism = capacity.parallelismNeeded().isPresent()
                ? "; a parallelism of " + capacity.parallelismNeeded().getAsInt() + " would hold"
                : "";
        return capacity.scalingLimit()
                .map(limit -> "; more parallelism alone would not help: " + limit)
                .orElse(parallelism);
    }

    private static boolean isExceeded(CapacityOutlook outlook) {
        return outlook.arrivalPerSecond().isPresent()
                && outlook.capacityPerSecond()
                        .filter(c -> outlook.arrivalPerSecond().getAsDouble() > c.mid())
                        .isPresent();
    }

    private static Optional<Observation> exceeded(CapacityOutlook outlook, JobLag lag, List<Observation> others) {
        if (outlook.capacityPerSecond().isEmpty() || outlook.arrivalPerSecond().isEmpty()) {
            return Optional.empty();
        }
        Interval capacity = outlook.capacityPerSecond().orElseThrow();
        double arrival = outlook.arrivalPerSecond().getAsDouble();
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence("arrivals", arrival, "{record}/s"));
        evidence.add(new Evidence("capacity", capacity.mid(), "{record}/s"));
        evidence.add(new Evidence("capacity, at least", capacity.low(), "{record}/s"));
        evidence.add(new Evidence("capacity, at most", capacity.high(), "{record}/s"));
        lag.vitals().seconds().ifPresent(seconds -> evidence.add(new Evidence("lag", seconds, "s")));
        Optional<Observation> culprit = others.stream().findFirst();
        String where = outlook.binding()
                .flatMap(outlook::vertex)
                .map(v -> "; vertex '" + v.name() + "' sets the limit")
                .orElse("");
        return Optional.of(new Observation(
                FindingKind.CAPACITY_EXCEEDED,
                Severity.WARNING,
                Place.JOB,
                culprit.map(Observation::cause).orElse("arrivals"),
                Words.rate(arrival) + " arrive, the job can take in " + Words.rate(capacity.mid()) + where,
                evidence,
                culprit.map(Observation::kind)));
    }

    private static void add(List<Evidence> evidence, String name, OptionalDouble value, String unit) {
        value.ifPresent(number -> evidence.add(new Evidence(name, number, unit)));
    }
}
