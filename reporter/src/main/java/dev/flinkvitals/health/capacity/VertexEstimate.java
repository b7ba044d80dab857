/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.capacity;

import dev.flinkvitals.health.load.SubtaskRates;
import dev.flinkvitals.health.load.VertexLoad;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What one vertex could process, by the true processing rate of its subtasks (DS2: records over useful time). Not
 * thread-safe.
 *
 * <pre>
 * TPR_i    = r_i / u_i                    valid from u_i = 5 % and 100 records per minute of window
 * C        = sum r / max u                at today's split of the keys
 * C_bal    = P * mean of the valid TPR    if the keys were balanced
 * skewLoss = 1 - C / C_bal
 * rho      = r / r of all sources         records here for each source record
 * </pre>
 */
final class VertexEstimate {
    private static final double LEAST_BUSY = 0.05;
    private static final double LEAST_RECORDS_PER_SECOND = 100.0 / 60;
    private static final double LEAST_RECORDS = 20;
    private static final double LEAST_ERROR = 0.05;
    private static final double SCATTER_WEIGHT = 1.5;

    /** What is added for stretching a nearly idle vertex's rate to a full one. */
    private static final double STRETCH_ERROR = 0.15;

    private static final double ERROR_PER_WINDOW = 0.02;
    private static final double MOST_ERROR = 0.9;

    private final int parallelism;
    private final SmoothedRate own = new SmoothedRate();
    private final SmoothedRate perSourceRecord = new SmoothedRate();
    private OptionalDouble skewLoss = OptionalDouble.empty();
    private double busy;

    VertexEstimate(int parallelism) {
        this.parallelism = parallelism;
    }

    int parallelism() {
        return parallelism;
    }

    /**
     * Ends a window.
     *
     * @param load the vertex
     * @param subtasks its subtasks
     * @param jobPerSecond records per second that the sources took in
     */
    void windowEnded(VertexLoad load, List<SubtaskRates> subtasks, double jobPerSecond) {
        OptionalDouble capacity = capacity(load, subtasks);
        own.add(capacity);
        double records = load.recordsPerSecond().orElse(0);
        perSourceRecord.add(
                capacity.isPresent() && jobPerSecond > 0
                        ? OptionalDouble.of(records / jobPerSecond)
                        : OptionalDouble.empty());
        skewLoss = skewLoss(load, subtasks);
        busy = load.busyMax().orElse(busy);
    }

    /** Ends a window in which nothing was heard of it. */
    void windowMissed() {
        own.add(OptionalDouble.empty());
        perSourceRecord.add(OptionalDouble.empty());
    }

    /** Its own records per second at today's split. */
    OptionalDouble capacity() {
        return own.value();
    }

    /** Its records for each record that the job's sources take in. */
    OptionalDouble perSourceRecord() {
        return perSourceRecord.value();
    }

    /** Records per second that the job's sources could take in if only this vertex were limited. */
    OptionalDouble jobCapacity() {
        return own.value().isPresent() && perSourceRecord.value().isPresent()
                ? OptionalDouble.of(
                        own.value().getAsDouble() / perSourceRecord.value().getAsDouble())
                : OptionalDouble.empty();
    }

    /** Share of its capacity that the uneven split makes unusable, 0 to 1. */
    OptionalDouble skewLoss() {
        return skewLoss;
    }

    /** How far {@link #jobCapacity} may be off, relative, 0 to 0.9. */
    double error() {
        double noise = Math.max(LEAST_ERROR, SCATTER_WEIGHT * (own.scatter() + perSourceRecord.scatter()));
        double age = Math.max(own.age(), perSourceRecord.age()) * ERROR_PER_WINDOW;
        return Math.min(MOST_ERROR, noise + STRETCH_ERROR * (1 - busy) + age);
    }

    private static OptionalDouble capacity(VertexLoad load, List<SubtaskRates> subtasks) {
        double records = load.recordsPerSecond().orElse(0);
        double busiest = load.busyMax().orElse(0);
        boolean valid = subtasks.stream()
                .anyMatch(s -> s.id().index() == load.busiestSubtask()
                        && isValid(s.busy().orElse(0), s.recordsPerSecond().orElse(0), s.seconds()));
        return valid ? OptionalDouble.of(records / busiest) : OptionalDouble.empty();
    }

    private static boolean isValid(double busy, double perSecond, double seconds) {
        return busy >= LEAST_BUSY && perSecond >= LEAST_RECORDS_PER_SECOND && perSecond * seconds >= LEAST_RECORDS;
    }

    /**
     * By true processing rates where most subtasks have one, else by busy time alone, which is the same if all records cost
     * the same.
     */
    static OptionalDouble skewLoss(VertexLoad load, List<SubtaskRates> subtasks) {
        if (load.busyMax().isEmpty() || subtasks.size() < 2) {
            return OptionalDouble.empty();
        }
        double records = 0;
        double busySum = 0;
        double rates = 0;
        int valid = 0;
        for (SubtaskRates subtask : subtasks) {
            double share = subtask.busy().orElse(0);
            double perSecond = subtask.recordsPerSecond().orElse(0);
            records += perSecond;
            busySum += share;
            if (isValid(share, perSecond, subtask.seconds())) {
                rates += perSecond / share;
                valid++;
            }
        }
        double busiest = load.busyMax().getAsDouble();
        if (busiest <= 0) {
            return OptionalDouble.of(0);
        }
        double balanced = valid * 2 >= subtasks.size() ? subtasks.size() * rates / valid : 0;
        double loss = balanced > 0 ? 1 - records / busiest / balanced : 1 - busySum / subtasks.size() / busiest;
        return OptionalDouble.of(Math.max(0, Math.min(1, loss)));
    }
}
