/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.exhaustion;

import dev.flinkvitals.config.HealthConfig;
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
    private final HealthConfig config;
    private final Map<Key, ResourceForecaster> forecasters = new HashMap<>();

    private record Key(String processId, Resource resource) {}

    public ExhaustionForecaster(HealthConfig config) {
        this.config = config;
    }

    /**
     * Takes the processes of one cycle; a process that is not among them is forgotten.
     *
     * @param processes the job's processes
     * @return standing forecasts, soonest first
     */
    public List<ExhaustionForecast> update(List<ProcessReading> processes) {
        List<ExhaustionForecast> forecasts = new ArrayList<>();
        Set<String> heard = new HashSet<>();
        for (ProcessReading process : processes) {
            heard.add(process.processId());
            for (ResourceLevel level : ResourceLevel.of(process)) {
                forecasters
                        .computeIfAbsent(
                                new Key(level.processId(), level.resource()),
                                key -> new ResourceForecaster(config, key.resource()))
                        .update(level)
                        .ifPresent(forecasts::add);
            }
        }
        forecasters.keySet().removeIf(key -> !heard.contains(key.processId()));
        return forecasts.stream()
                .sorted(Comparator.comparing(ExhaustionForecast::timeToExhaustion))
                .toList();
    }
}
