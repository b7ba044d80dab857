/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.export.Metric;
import dev.flinkvitals.export.Point;
import dev.flinkvitals.health.Assessment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Collects the points of one job: each carries the job's id and name. What is not known adds no point. */
final class PointList {
    private static final double MILLIS_PER_SECOND = 1000;

    private final List<Point> points = new ArrayList<>();
    private final Map<String, String> job;

    PointList(Assessment assessment) {
        job = Map.of("job.id", assessment.job().hex(), "job.name", assessment.jobName());
    }

    /**
     * Adds a point.
     *
     * @param metric the metric
     * @param value its value
     * @param attributes names and values in turn
     */
    void add(Metric metric, double value, String... attributes) {
        Map<String, String> all = new HashMap<>(job);
        for (int i = 0; i < attributes.length; i += 2) {
            all.put(attributes[i], attributes[i + 1]);
        }
        points.add(new Point(metric, value, all));
    }

    void add(Metric metric, OptionalDouble value, String... attributes) {
        value.ifPresent(known -> add(metric, known, attributes));
    }

    void add(Metric metric, OptionalLong value, String... attributes) {
        value.ifPresent(known -> add(metric, (double) known, attributes));
    }

    /** Adds a duration in seconds. */
    void add(Metric metric, Optional<Duration> value, String... attributes) {
        value.ifPresent(known -> add(metric, known.toMillis() / MILLIS_PER_SECOND, attributes));
    }

    List<Point> points() {
        return points;
    }
}
