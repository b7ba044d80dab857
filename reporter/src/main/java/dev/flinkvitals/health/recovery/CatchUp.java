/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.recovery;

import dev.flinkvitals.health.estimate.Interval;
import dev.flinkvitals.health.lag.PartitionLag;
import dev.flinkvitals.signals.SubtaskId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long the job needs after it runs again: {@code (replay + lag + arrivals * downtime) / (capacity - arrivals)}.
 *
 * @param replay records to read again
 * @param lag records that wait already; of uneven partitions those of the subtask that is furthest behind, over its share of the
 *     arrivals
 * @param arrivals records per second
 */
record CatchUp(double replay, double lag, double arrivals) {
    /** A subtask with hardly any arrivals has more room than its share of them tells: at least half an even share. */
    private static final double LEAST_SHARE = 0.5;

    private record Reader(double records, double arrivals) {
        Reader and(Reader other) {
            return new Reader(records + other.records, arrivals + other.arrivals);
        }
    }

    /** The same with the lag of the partitions, where each of them is known. */
    CatchUp withPartitions(List<PartitionLag> partitions) {
        Map<SubtaskId, Reader> readers = new LinkedHashMap<>();
        double total = 0;
        for (PartitionLag partition : partitions) {
            if (partition.records().isEmpty() || partition.seconds().isEmpty()) {
                return this;
            }
            double records = partition.records().getAsLong();
            double seconds = partition.seconds().getAsDouble();
            double arriving = records > 0 && seconds > 0 ? records / seconds : 0;
            total += arriving;
            readers.merge(partition.subtask(), new Reader(records, arriving), Reader::and);
        }
        double furthest = lag;
        for (Reader reader : readers.values()) {
            double even = 1.0 / readers.size();
            double share = total > 0 ? Math.max(LEAST_SHARE * even, reader.arrivals() / total) : even;
            furthest = Math.max(furthest, reader.records() / share);
        }
        return new CatchUp(replay, furthest, arrivals);
    }

    /** Seconds for the given records; infinite if the capacity does not exceed the arrivals. */
    double seconds(double records, double capacity) {
        if (records <= 0) {
            return 0;
        }
        return capacity > arrivals ? records / (capacity - arrivals) : Double.POSITIVE_INFINITY;
    }

    private double after(double downtime, double capacity) {
        return downtime + seconds(replay + lag + arrivals * downtime, capacity);
    }

    /**
     * Downtime and catching up together.
     *
     * @param downtime seconds until all tasks run again
     * @param capacity records per second that the job could take in
     */
    Interval recovery(Interval downtime, Interval capacity) {
        return new Interval(
                after(downtime.low(), capacity.high()),
                after(downtime.mid(), capacity.mid()),
                after(downtime.high(), capacity.low()));
    }
}
