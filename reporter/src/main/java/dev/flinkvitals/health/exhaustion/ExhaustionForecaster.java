/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.exhaustion;

import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.ProcessReading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Forecasts for all resources of all processes of a job. Not thread-safe. */
public final class ExhaustionForecaster {
    private static final Comparator<ExhaustionForecast> SOONEST = Comparator.comparing(
                    ExhaustionForecast::timeToExhaustion)
            .thenComparing(ExhaustionForecast::processId)
            .thenComparing(ExhaustionForecast::resource);

    private final HealthConfig config;
    private final Map<String, ProcessForecaster> forecasters = new HashMap<>();
    private Map<String, RocksDbMemory> rocksDb = Map.of();

    public ExhaustionForecaster(HealthConfig config) {
        this.config = config;
    }

    /**
     * Reads the levels of one cycle.
     *
     * @param reading the job
     * @param windowEnds whether a window ends: what takes a look at each state is looked at only then
     * @return one entry for each process, in the order of the reading
     */
    public List<ProcessLevels> levels(JobReading reading, boolean windowEnds) {
        if (windowEnds) {
            rocksDb = RocksDbMemory.of(reading);
        }
        List<ProcessLevels> levels = new ArrayList<>(reading.processes().size());
        for (ProcessReading process : reading.processes()) {
            levels.add(ProcessLevels.of(process, rocksDb.get(process.processId())));
        }
        return levels;
    }

    /**
     * Takes the processes of one cycle; a process that is not among them is forgotten.
     *
     * @param processes the job's processes
     * @return standing forecasts, soonest first
     */
    public List<ExhaustionForecast> update(List<ProcessLevels> processes) {
        List<ExhaustionForecast> forecasts = new ArrayList<>();
        Set<String> heard = new HashSet<>();
        for (ProcessLevels process : processes) {
            heard.add(process.processId());
            forecasters
                    .computeIfAbsent(process.processId(), id -> new ProcessForecaster(config))
                    .update(process, forecasts);
        }
        forecasters.keySet().retainAll(heard);
        forecasts.sort(SOONEST);
        return forecasts;
    }
}
