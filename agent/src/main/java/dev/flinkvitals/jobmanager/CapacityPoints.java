/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.export.Metric;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.capacity.CapacityOutlook;
import dev.flinkvitals.health.estimate.Interval;
import dev.flinkvitals.health.lag.PartitionLag;
import java.util.List;

/** The metrics of capacity and of each partition's lag. */
final class CapacityPoints {
    private CapacityPoints() {}

    static void add(PointList points, Assessment assessment) {
        CapacityOutlook capacity = assessment.capacity();
        points.add(Metric.JOB_ARRIVALS, capacity.arrivalPerSecond());
        capacity.capacityPerSecond().ifPresent(interval -> bounds(points, Metric.JOB_CAPACITY, interval));
        points.add(Metric.JOB_UTILISATION, capacity.utilisation());
        capacity.catchUpSeconds().ifPresent(interval -> bounds(points, Metric.JOB_CATCH_UP, interval));
        for (CapacityOutlook.VertexCapacity vertex : capacity.vertices()) {
            String[] attributes = {"vertex.id", vertex.vertex().hex(), "vertex.name", vertex.name()};
            points.add(Metric.VERTEX_CAPACITY, vertex.capacityPerSecond(), attributes);
            points.add(Metric.VERTEX_UTILISATION, vertex.utilisation(), attributes);
            points.add(Metric.VERTEX_SKEW_LOSS, vertex.skewLoss(), attributes);
            vertex.parallelismNeeded()
                    .ifPresent(needed -> points.add(Metric.VERTEX_PARALLELISM_NEEDED, (double) needed, attributes));
        }
        partitions(points, assessment.partitions());
    }

    private static void bounds(PointList points, Metric metric, Interval interval) {
        bound(points, metric, "low", interval.low());
        bound(points, metric, "mid", interval.mid());
        bound(points, metric, "high", interval.high());
    }

    private static void bound(PointList points, Metric metric, String bound, double value) {
        if (Double.isFinite(value)) {
            points.add(metric, value, "bound", bound);
        }
    }

    private static void partitions(PointList points, List<PartitionLag> partitions) {
        for (PartitionLag partition : partitions) {
            String[] attributes = {
                "vertex.id",
                partition.subtask().vertex().hex(),
                "topic",
                partition.topic(),
                "partition",
                Integer.toString(partition.partition())
            };
            points.add(Metric.LAG_PARTITION_RECORDS, partition.records(), attributes);
            points.add(Metric.LAG_PARTITION_TIME, partition.seconds(), attributes);
            if (partition.state() != PartitionLag.State.UNKNOWN) {
                boolean stalled = partition.state() == PartitionLag.State.STALLED;
                points.add(Metric.LAG_PARTITION_STALLED, stalled ? 1 : 0, attributes);
            }
            points.add(Metric.LAG_PARTITION_EXPIRY, partition.untilDataExpires(), attributes);
        }
    }
}
