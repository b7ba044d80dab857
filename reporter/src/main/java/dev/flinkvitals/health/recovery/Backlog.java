/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.recovery;

import dev.flinkvitals.health.estimate.Interval;
import dev.flinkvitals.health.lag.SubtaskLag;
import dev.flinkvitals.health.load.JobLoad;
import dev.flinkvitals.health.load.SubtaskRates;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What the job has to work off once it runs again, which takes {@code (replay + lag + arrivals * downtime) / (capacity -
 * arrivals)}.
 *
 * @param replay records to read again
 * @param lag records that wait already; if they are uneven, those of the reader that is furthest behind, over its share of the
 *     arrivals
 * @param arrivals records per second
 */
record Backlog(double replay, double lag, double arrivals) {
    /** A reader with hardly any arrivals has more room than its share of them tells: at least half an even share. */
    private static final double LEAST_SHARE = 0.5;

    /** The same with what waits before each reader, where the load of all of them is known. */
    Backlog withReaders(List<SubtaskLag> readers, JobLoad load) {
        List<Double> arriving = new ArrayList<>(readers.size());
        double total = 0;
        for (SubtaskLag reader : readers) {
            OptionalDouble reads = load.subtask(
                            reader.subtask().vertex(), reader.subtask().index())
                    .map(SubtaskRates::recordsPerSecond)
                    .orElse(OptionalDouble.empty());
            if (reads.isEmpty() || reader.growthPerSecond().isEmpty()) {
                return this;
            }
            double own =
                    Math.max(0, reads.getAsDouble() + reader.growthPerSecond().getAsDouble());
            arriving.add(own);
            total += own;
        }
        double furthest = lag;
        double even = 1.0 / Math.max(1, readers.size());
        for (int i = 0; i < readers.size(); i++) {
            double share = total > 0 ? Math.max(LEAST_SHARE * even, arriving.get(i) / total) : even;
            furthest = Math.max(furthest, readers.get(i).records() / share);
        }
        return new Backlog(replay, furthest, arrivals);
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
