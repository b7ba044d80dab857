/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.lag;

import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.estimate.Trend;
import dev.flinkvitals.signals.PartitionReading;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** One partition over its last windows. Not thread-safe. */
final class PartitionHistory {
    /** Windows without progress after which a partition with waiting records is stalled. */
    private static final int STALLED_WINDOWS = 3;

    /** Share of what usually arrives that has to pile up before a silent partition is held to be the reason. */
    private static final double PILED_UP = 0.5;

    /** A lag up to this share of the target is no lag worth a word. */
    private static final double CAUGHT_UP_TARGETS = 0.1;

    private final LagMarks offsets = new LagMarks();
    private final LagMarks lags = new LagMarks();
    private final LagAge age = new LagAge();
    private long offset = -1;
    private int still;
    private double usualRead;
    private double readersLagAtStop;

    /**
     * What else is known of the reader at the end of a window.
     *
     * @param lag records that wait before the reader, over all of its partitions; empty if not known
     * @param moved whether the reader read anything in this window
     * @param heldUp whether backpressure stops the source
     * @param untilExpiry time until the oldest unread record may be deleted
     */
    record Reader(OptionalDouble lag, boolean moved, boolean heldUp, Optional<Duration> untilExpiry) {
        static final Reader UNKNOWN = new Reader(OptionalDouble.empty(), false, false, Optional.empty());
    }

    /**
     * Ends a window.
     *
     * @param reading the partition
     * @param reader its reader
     * @param elapsed monotonic time
     * @param targetSeconds how far behind the job may be
     * @return the partition's lag
     */
    PartitionLag windowEnded(PartitionReading reading, Reader reader, Duration elapsed, double targetSeconds) {
        follow(reading.currentOffset(), reader, elapsed);
        OptionalDouble consumed = consumed(reading);
        boolean counted = reading.recordsLag().isPresent() && !reader.heldUp();
        if (counted) {
            lags.add(elapsed, (double) Waiting.bounded(reading.recordsLag().getAsLong()));
        } else {
            lags.clear();
        }
        OptionalDouble growth = lags.growth(1);
        OptionalDouble arrival = arrival(consumed, growth);
        OptionalDouble seconds = counted ? age.seconds(lags.last(), consumed, growth, elapsed) : OptionalDouble.empty();
        age.windowEnded(arrival);
        PartitionLag.State state = counted ? known(consumed, seconds, targetSeconds) : unknown(reader);
        return new PartitionLag(
                reading.subtask(),
                reading.topic(),
                reading.partition(),
                state,
                counted ? OptionalLong.of((long) lags.last()) : OptionalLong.empty(),
                seconds,
                consumed,
                arrival,
                drain(state),
                state == PartitionLag.State.CAUGHT_UP ? Optional.empty() : reader.untilExpiry());
    }

    private void follow(OptionalLong current, Reader reader, Duration elapsed) {
        long now = current.orElse(-1);
        if (now < offset) {
            // The job went back to a checkpoint.
            offsets.clear();
            still = 0;
        } else if (now == offset && !reader.heldUp()) {
            still++;
        } else {
            still = 0;
        }
        if (still == 0) {
            readersLagAtStop = reader.lag().orElse(0);
        }
        offset = now;
        offsets.add(elapsed, (double) now);
        double read = offsets.growth(1).orElse(0);
        if (read > 0) {
            usualRead = usualRead == 0 ? read : 0.9 * usualRead + 0.1 * read;
        }
    }

    private OptionalDouble consumed(PartitionReading reading) {
        OptionalDouble read = offsets.growth(1);
        // From "none" to the first offset is no rate: the topic may start anywhere.
        boolean first = offsets.windows() > 0 && offsets.before(1) < 0;
        return first && reading.currentOffset().isPresent() ? OptionalDouble.empty() : read;
    }

    private static OptionalDouble arrival(OptionalDouble consumed, OptionalDouble growth) {
        return consumed.isEmpty() || growth.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.max(0, consumed.getAsDouble() + growth.getAsDouble()));
    }

    private PartitionLag.State known(OptionalDouble consumed, OptionalDouble seconds, double targetSeconds) {
        boolean near = seconds.isPresent() && seconds.getAsDouble() <= CAUGHT_UP_TARGETS * targetSeconds;
        if (still >= STALLED_WINDOWS && lags.lowest(STALLED_WINDOWS) > 0) {
            return PartitionLag.State.STALLED;
        }
        if (lags.lowest(STALLED_WINDOWS) == 0 || near) {
            return PartitionLag.State.CAUGHT_UP;
        }
        Trend trend = SourceLagTracker.trend(lags, consumed);
        if (trend == Trend.RISING) {
            return lags.surelyGrows() ? PartitionLag.State.FALLING_BEHIND : PartitionLag.State.BEHIND;
        }
        return trend == Trend.DRAINING ? PartitionLag.State.DRAINING : PartitionLag.State.BEHIND;
    }

    /**
     * Flink gives the lag of all of a reader's partitions as one sum. A partition that used to move, stands still while its
     * reader goes on, and for as long as it stands the sum grows by what usually arrives in it, is the one that is not read;
     * without that it merely has no input.
     */
    private PartitionLag.State unknown(Reader reader) {
        if (still < STALLED_WINDOWS
                || reader.heldUp()
                || !reader.moved()
                || reader.lag().isEmpty()
                || usualRead <= 0) {
            return PartitionLag.State.UNKNOWN;
        }
        double missed = usualRead * offsets.seconds(still);
        double piledUp = reader.lag().getAsDouble() - readersLagAtStop;
        return missed > 0 && piledUp >= PILED_UP * missed ? PartitionLag.State.STALLED : PartitionLag.State.UNKNOWN;
    }

    private Optional<Duration> drain(PartitionLag.State state) {
        if (state != PartitionLag.State.DRAINING) {
            return Optional.empty();
        }
        double fall = -lags.growth(SourceLagTracker.TREND_WINDOWS).orElse(0);
        return fall > 0 ? Optional.of(Times.ofSeconds(lags.last() / fall)) : Optional.empty();
    }
}
