/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.exhaustion;

import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.finding.Severity;
import dev.flinkvitals.health.judgement.Concern;
import dev.flinkvitals.health.judgement.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is wrong with memory and disk: of each kind one observation for each process, about the most urgent resource. */
final class MemoryObservations {
    private static final double NEARLY_FULL = 0.5;
    private static final double URGENT_HORIZONS = 0.5;

    private final double horizonSeconds;
    private final Optional<Duration> snapshotTime;

    MemoryObservations(double horizonSeconds, Optional<Duration> snapshotTime) {
        this.horizonSeconds = horizonSeconds;
        this.snapshotTime = snapshotTime;
    }

    List<Observation> of(List<ProcessLevels> processes, Map<String, Double> gc, List<ExhaustionForecast> forecasts) {
        Map<String, List<ExhaustionForecast>> byProcess = new LinkedHashMap<>();
        for (ExhaustionForecast forecast : forecasts) {
            byProcess
                    .computeIfAbsent(forecast.processId(), id -> new ArrayList<>())
                    .add(forecast);
        }
        List<Observation> observations = new ArrayList<>();
        byProcess.values().forEach(of -> observations.add(runsOut(of)));
        Set<String> forecast = byProcess.keySet();
        for (ProcessLevels process : processes) {
            ResourceLevel fullest = fullest(process);
            if (fullest != null) {
                observations.add(nearlyFull(fullest, forecast.contains(process.processId())));
            }
            double share = gc.getOrDefault(process.processId(), 0.0);
            double severity = MemoryRule.GC_SHARE.severity(share);
            if (severity >= NEARLY_FULL) {
                boolean heap = (fullest != null && fullest.resource() == Resource.HEAP)
                        || byProcess.getOrDefault(process.processId(), List.of()).stream()
                                .anyMatch(f -> f.resource() == Resource.HEAP);
                observations.add(gc(process.processId(), share, severity, heap, forecast));
            }
        }
        return observations;
    }

    private Observation runsOut(List<ExhaustionForecast> soonestFirst) {
        ExhaustionForecast chosen = soonestFirst.stream()
                .filter(ExhaustionForecast::actionable)
                .findFirst()
                .orElse(soonestFirst.get(0));
        StringBuilder others = new StringBuilder();
        for (ExhaustionForecast forecast : soonestFirst) {
            if (!forecast.equals(chosen)) {
                others.append("; ")
                        .append(forecast.resource().words())
                        .append(" in about ")
                        .append(Words.duration(forecast.timeToExhaustion()));
            }
        }
        boolean urgent =
                Times.seconds(chosen.timeToExhaustionHigh()) < URGENT_HORIZONS * horizonSeconds || chosen.actionable();
        Concern concern = MemoryWords.forecast(1, chosen, snapshotTime);
        return Observation.of(
                FindingKind.RESOURCE_RUNS_OUT,
                urgent ? Severity.CRITICAL : Severity.WARNING,
                concern.place(),
                chosen.resource().label(),
                concern.reason() + others,
                concern.evidence());
    }

    private static @Nullable ResourceLevel fullest(ProcessLevels process) {
        ResourceLevel fullest = null;
        double most = NEARLY_FULL;
        for (ResourceLevel level : process.levels()) {
            double severity = level.resource().level().severity(level.ratio());
            if (severity > most || (severity == most && fullest == null)) {
                most = severity;
                fullest = level;
            }
        }
        return fullest;
    }

    private static Observation nearlyFull(ResourceLevel level, boolean forecast) {
        double severity = level.resource().level().severity(level.ratio());
        Concern concern = MemoryWords.level(severity, level);
        return new Observation(
                FindingKind.RESOURCE_NEARLY_FULL,
                severity >= 1 ? Severity.CRITICAL : Severity.WARNING,
                concern.place(),
                level.resource().label(),
                concern.reason(),
                concern.evidence(),
                forecast ? Optional.of(FindingKind.RESOURCE_RUNS_OUT) : Optional.empty());
    }

    private static Observation gc(String processId, double share, double severity, boolean heap, Set<String> forecast) {
        Concern concern = MemoryWords.gc(severity, processId, share);
        Optional<FindingKind> explanation = Optional.empty();
        if (heap) {
            explanation = Optional.of(
                    forecast.contains(processId) ? FindingKind.RESOURCE_RUNS_OUT : FindingKind.RESOURCE_NEARLY_FULL);
        }
        return new Observation(
                FindingKind.GC_PRESSURE,
                severity >= 1 ? Severity.CRITICAL : Severity.WARNING,
                concern.place(),
                heap ? "heap_full" : "allocation",
                concern.reason() + (heap ? "; its heap is nearly full" : ", though its live data fits the heap"),
                concern.evidence(),
                explanation);
    }
}
