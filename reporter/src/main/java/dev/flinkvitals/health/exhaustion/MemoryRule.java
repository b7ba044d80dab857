/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.exhaustion;

import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.health.estimate.Curve;
import dev.flinkvitals.health.estimate.RecentSamples;
import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.judgement.Concern;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.signals.ProcessReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges heap, process memory, local state and garbage collection of the job's processes by the worst of them. A forecast
 * counts in full once it is {@link ExhaustionForecast#actionable()}, and up to half before; levels are a late backstop for
 * what grows too fast or too slowly to be forecast. Not thread-safe.
 */
public final class MemoryRule {
    private static final Curve GC_SHARE = new Curve(0.05, 0.1, 0.3);
    private static final Curve HEAP_LEVEL = new Curve(0.85, 0.92, 0.98);
    private static final Curve PROCESS_LEVEL = new Curve(0.95, 0.975, 1.0);
    private static final Curve STATE_LEVEL = new Curve(0.8, 0.9, 0.97);
    /** Eight, four and one horizon: 4 h, 2 h and 30 min at the default horizon of 30 min. */
    private static final Curve TIME_LEFT_HORIZONS = new Curve(8, 4, 1);

    private static final double ONLY_WARNING = 0.5;
    private static final String GC = "gc share";

    private final HealthConfig config;
    private final Map<String, GcShare> gcShares = new HashMap<>();

    private static final class GcShare {
        private final RecentSamples samples;
        private long sampleMillis = Long.MIN_VALUE;

        GcShare(RecentSamples samples) {
            this.samples = samples;
        }
    }

    public MemoryRule(HealthConfig config) {
        this.config = config;
    }

    /**
     * Judges one cycle.
     *
     * @param processes the job's processes
     * @param forecasts standing forecasts for them
     * @return the finding
     */
    public Judgement judge(List<ProcessReading> processes, List<ExhaustionForecast> forecasts) {
        Set<String> signals = new HashSet<>();
        Set<String> ofJobManager = new HashSet<>();
        List<Concern> concerns = new ArrayList<>();
        gcShares.keySet()
                .retainAll(processes.stream().map(ProcessReading::processId).collect(Collectors.toSet()));
        for (ProcessReading process : processes) {
            // Apart, so that what a TaskManager no longer tells is not made up for by the JobManager.
            Set<String> told = process.isJobManager() ? ofJobManager : signals;
            for (ResourceLevel level : ResourceLevel.of(process)) {
                told.add(level.resource().label());
                concerns.add(level(level));
            }
            if (process.gcShare().isPresent()) {
                told.add(GC);
                concerns.add(gc(process));
            }
        }
        forecasts.forEach(forecast -> concerns.add(forecast(forecast)));
        if (signals.isEmpty() && concerns.stream().allMatch(concern -> concern.severity() == 0)) {
            return new Judgement.Missing(
                    "no TaskManager of the job reports memory; the sampler in each TaskManager does");
        }
        Concern healthy = new Concern(0, "no resource runs out", Place.JOB, highest(processes));
        double share = (double) signals.size() / (Resource.values().length + 1);
        ofJobManager.forEach(signal -> signals.add(ProcessReading.JOB_MANAGER + " " + signal));
        return concerns.stream().reduce(healthy, Concern::worse).known(0.5 + 0.5 * share, signals);
    }

    private static List<Evidence> highest(List<ProcessReading> processes) {
        Map<Resource, Double> highest = new HashMap<>();
        processes.stream()
                .flatMap(p -> ResourceLevel.of(p).stream())
                .forEach(level -> highest.merge(level.resource(), level.ratio(), Math::max));
        return highest.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> new Evidence("highest " + words(e.getKey()) + " share", e.getValue(), "1"))
                .toList();
    }

    private static Concern level(ResourceLevel level) {
        Curve curve = switch (level.resource()) {
            case HEAP -> HEAP_LEVEL;
            case PROCESS_MEMORY -> PROCESS_LEVEL;
            case LOCAL_STATE -> STATE_LEVEL;
        };
        return new Concern(
                curve.severity(level.ratio()),
                words(level.resource()) + " of " + level.processId() + " is at " + Words.percent(level.ratio()) + " of "
                        + Words.bytes(level.limitBytes()),
                Place.process(level.processId()),
                List.of(
                        new Evidence("used", level.usedBytes(), "By"),
                        new Evidence("limit", level.limitBytes(), "By")));
    }

    private Concern gc(ProcessReading process) {
        GcShare share =
                gcShares.computeIfAbsent(process.processId(), id -> new GcShare(new RecentSamples(config.window())));
        if (share.sampleMillis != process.sampleMillis()) {
            share.sampleMillis = process.sampleMillis();
            share.samples.add(
                    Duration.ofMillis(process.sampleMillis()), process.gcShare().orElse(0));
        }
        double mean = share.samples.mean();
        return new Concern(
                GC_SHARE.severity(mean),
                process.processId() + " spends " + Words.percent(mean) + " of its time in garbage collection",
                Place.process(process.processId()),
                List.of(new Evidence(GC, mean, "1")));
    }

    private Concern forecast(ExhaustionForecast forecast) {
        double horizons = Times.seconds(forecast.timeToExhaustion()) / Times.seconds(config.forecastHorizon());
        double severity = TIME_LEFT_HORIZONS.severity(horizons);
        return new Concern(
                forecast.actionable() ? severity : Math.min(ONLY_WARNING, severity),
                words(forecast.resource()) + " of " + forecast.processId() + " is used up in about "
                        + Words.duration(forecast.timeToExhaustion()) + " (at " + Words.percent(forecast.levelRatio())
                        + ", growing by " + Words.bytes(forecast.growthPerSecond()) + "/s)",
                Place.process(forecast.processId()),
                List.of(
                        new Evidence("time to exhaustion", Times.seconds(forecast.timeToExhaustion()), "s"),
                        new Evidence(
                                "time to exhaustion, lower bound", Times.seconds(forecast.timeToExhaustionLow()), "s"),
                        new Evidence("share in use", forecast.levelRatio(), "1"),
                        new Evidence("growth", forecast.growthPerSecond(), "By/s")));
    }

    private static String words(Resource resource) {
        return switch (resource) {
            case HEAP -> "heap after collection";
            case PROCESS_MEMORY -> "process memory";
            case LOCAL_STATE -> "local state";
        };
    }
}
