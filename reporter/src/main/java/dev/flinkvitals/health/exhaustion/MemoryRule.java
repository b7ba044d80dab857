/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.exhaustion;

import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.health.estimate.Curve;
import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.judgement.Concern;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.signals.ProcessReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges memory, local state and garbage collection of the job's processes by the worst of them. A forecast counts in full
 * once it is {@link ExhaustionForecast#actionable()}, and up to half before; levels are a late backstop for what grows too
 * fast or too slowly to be forecast. Not thread-safe.
 */
public final class MemoryRule {
    static final Curve GC_SHARE = new Curve(0.05, 0.1, 0.3);
    /** Eight, four and one horizon: 4 h, 2 h and 30 min at the default horizon of 30 min. */
    private static final Curve TIME_LEFT_HORIZONS = new Curve(8, 4, 1);

    private static final double ONLY_WARNING = 0.5;
    private static final String GC = "gc share";
    /** What every cluster's sampler tells; the others depend on the state backend and on limits that may not be set. */
    private static final Set<String> EXPECTED =
            Set.of(Resource.HEAP.label(), Resource.PROCESS_MEMORY.label(), Resource.LOCAL_STATE.label(), GC);

    private final double horizonSeconds;
    private final GcShares gcShares;

    public MemoryRule(HealthConfig config) {
        this.horizonSeconds = Times.seconds(config.forecastHorizon());
        this.gcShares = new GcShares(config.window());
    }

    /**
     * What the rule found.
     *
     * @param judgement of the component
     * @param observations what is wrong, by process
     */
    public record Outcome(Judgement judgement, List<Observation> observations) {}

    /**
     * Judges one cycle.
     *
     * @param processes the job's processes, by process id
     * @param forecasts standing forecasts for them, soonest first
     * @param snapshotTime how long a savepoint would take now, if it is known
     * @return the outcome
     */
    public Outcome judge(
            List<ProcessLevels> processes, List<ExhaustionForecast> forecasts, Optional<Duration> snapshotTime) {
        Map<String, Double> gc = gcShares.update(processes);
        Set<String> signals = new HashSet<>();
        Set<String> ofJobManager = new HashSet<>();
        Concern worst = new Concern(0, "no resource runs out", Place.JOB, List.of());
        for (ProcessLevels process : processes) {
            // Apart, so that what a TaskManager no longer tells is not made up for by the JobManager.
            Set<String> told = process.isJobManager() ? ofJobManager : signals;
            for (ResourceLevel level : process.levels()) {
                told.add(level.resource().label());
                double severity = level.resource().level().severity(level.ratio());
                if (severity > worst.severity()) {
                    worst = MemoryWords.level(severity, level);
                }
            }
            double share = gc.getOrDefault(process.processId(), Double.NaN);
            if (!Double.isNaN(share)) {
                told.add(GC);
                double severity = GC_SHARE.severity(share);
                if (severity > worst.severity()) {
                    worst = MemoryWords.gc(severity, process.processId(), share);
                }
            }
        }
        // At the same severity a forecast says more than a level, and a sooner one more than a later one.
        double most = Math.nextDown(worst.severity());
        for (ExhaustionForecast forecast : forecasts) {
            double severity = severity(forecast);
            if (severity > Math.max(0, most)) {
                most = severity;
                worst = MemoryWords.forecast(severity, forecast, snapshotTime);
            }
        }
        if (signals.isEmpty() && worst.severity() == 0) {
            return new Outcome(
                    new Judgement.Missing(
                            "no TaskManager of the job reports memory; the sampler in each TaskManager does"),
                    List.of());
        }
        if (worst.severity() == 0) {
            worst = new Concern(0, worst.reason(), Place.JOB, highest(processes));
        }
        double share = (double) EXPECTED.stream().filter(signals::contains).count() / EXPECTED.size();
        ofJobManager.forEach(signal -> signals.add(ProcessReading.JOB_MANAGER + " " + signal));
        return new Outcome(
                worst.known(0.5 + 0.5 * share, signals),
                new MemoryObservations(horizonSeconds, snapshotTime).of(processes, gc, forecasts));
    }

    private double severity(ExhaustionForecast forecast) {
        double severity = TIME_LEFT_HORIZONS.severity(Times.seconds(forecast.timeToExhaustion()) / horizonSeconds);
        return forecast.actionable() ? severity : Math.min(ONLY_WARNING, severity);
    }

    private static List<Evidence> highest(List<ProcessLevels> processes) {
        Map<Resource, Double> ratios = new EnumMap<>(Resource.class);
        for (ProcessLevels process : processes) {
            process.levels().forEach(level -> ratios.merge(level.resource(), level.ratio(), Math::max));
        }
        List<Evidence> evidence = new ArrayList<>();
        ratios.forEach(
                (resource, ratio) -> evidence.add(new Evidence("highest " + resource.words() + " share", ratio, "1")));
        return evidence;
    }
}
