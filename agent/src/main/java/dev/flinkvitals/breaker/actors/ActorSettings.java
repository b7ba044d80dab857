/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.actors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Flink's configuration tells of those who act on jobs from outside. The Kubernetes operator takes its own options
 * ({@code kubernetes.operator.*}, and {@code job.autoscaler.*} in later versions) out of what it hands to Flink, so that they
 * are here only if somebody put them there: their absence says nothing.
 *
 * @param told who may do what, in words
 */
public record ActorSettings(List<String> told) {
    /** Nothing is known. */
    public static final ActorSettings NONE = new ActorSettings(List.of());

    private static final String OPERATOR = "kubernetes.operator.";

    /** Copies the list. */
    public ActorSettings {
        told = List.copyOf(told);
    }

    /**
     * Reads them.
     *
     * @param flink Flink's configuration
     */
    public static ActorSettings of(Map<String, String> flink) {
        List<String> told = new ArrayList<>();
        every(flink, "savepoint").ifPresent(told::add);
        every(flink, "checkpoint").ifPresent(told::add);
        if (isOn(flink, OPERATOR + "cluster.health-check.enabled")) {
            told.add("the Kubernetes operator restarts the cluster when its health check fails");
        }
        if (isOn(flink, OPERATOR + "job.restart.failed")) {
            told.add("the Kubernetes operator restarts a failed job");
        }
        autoscaler(flink).ifPresent(told::add);
        value(flink, "pipeline.jobvertex-parallelism-overrides")
                .ifPresent(overrides -> told.add("the parallelism of " + overrides.split(",", -1).length
                        + " vertices is overridden, as an autoscaler does"));
        if (value(flink, "scheduler-mode").filter("reactive"::equalsIgnoreCase).isPresent()) {
            told.add("reactive mode rescales the job when TaskManagers come and go");
        } else if (value(flink, "jobmanager.scheduler")
                .filter("adaptive"::equalsIgnoreCase)
                .isPresent()) {
            told.add("the adaptive scheduler may rescale the job");
        }
        return new ActorSettings(told);
    }

    private static Optional<String> every(Map<String, String> flink, String what) {
        return value(flink, OPERATOR + "periodic." + what + ".interval")
                // Zero is how it is switched off, with or without a unit.
                .filter(interval -> !interval.matches("0+\\s*[a-zA-Z]*"))
                .map(interval -> "the Kubernetes operator takes a " + what + " every " + interval);
    }

    private static Optional<String> autoscaler(Map<String, String> flink) {
        for (String prefix : List.of("job.autoscaler.", OPERATOR + "job.autoscaler.")) {
            if (isOn(flink, prefix + "enabled")) {
                boolean advises = value(flink, prefix + "scaling.enabled")
                        .filter("false"::equalsIgnoreCase)
                        .isPresent();
                return Optional.of(advises ? "an autoscaler advises on the job" : "an autoscaler may rescale the job");
            }
        }
        return Optional.empty();
    }

    private static boolean isOn(Map<String, String> flink, String key) {
        return value(flink, key).filter("true"::equalsIgnoreCase).isPresent();
    }

    private static Optional<String> value(Map<String, String> flink, String key) {
        return Optional.ofNullable(flink.get(key)).map(String::trim).filter(value -> !value.isEmpty());
    }
}
