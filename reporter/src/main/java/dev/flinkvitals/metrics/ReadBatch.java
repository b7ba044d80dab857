/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import dev.flinkvitals.export.RawValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One pass over some series: a reading thread runs it, the caller watches it. Whoever takes the lock first decides whether a
 * read was in time or is abandoned, so that a late result never reaches the samples.
 */
final class ReadBatch implements Runnable {
    private final List<Series> series;
    private final Evaluator evaluator;
    private final List<SeriesReader.Sample> samples;
    private final CountDownLatch done = new CountDownLatch(1);
    private int position;
    private boolean abandoned;

    /**
     * A pass.
     *
     * @param series what to read, in this order
     * @param evaluator reads one
     * @param samples receives the values
     */
    ReadBatch(List<Series> series, Evaluator evaluator, List<SeriesReader.Sample> samples) {
        this.series = series;
        this.evaluator = evaluator;
        this.samples = samples;
    }

    @Override
    public void run() {
        for (int i = 0; i < series.size(); i++) {
            Series current = series.get(i);
            Optional<RawValue> value = current.isReadable() ? evaluator.evaluate(current) : Optional.empty();
            if (!commit(current, value)) {
                current.release();
                return;
            }
        }
        done.countDown();
    }

    /** Waits until all is read; returns the position of a read that made no progress for the patience, or -1. */
    int await(Duration patience) throws InterruptedException {
        int seen = -1;
        while (!done.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            synchronized (this) {
                if (position == series.size()) {
                    return -1;
                }
                if (position == seen) {
                    abandoned = true;
                    series.get(position).quarantine();
                    return position;
                }
                seen = position;
            }
        }
        return -1;
    }

    /** Lets no further value through. */
    synchronized void abandon() {
        abandoned = true;
    }

    private synchronized boolean commit(Series current, Optional<RawValue> value) {
        if (abandoned) {
            return false;
        }
        value.ifPresent(v -> samples.add(new SeriesReader.Sample(current, v)));
        position++;
        return true;
    }
}
