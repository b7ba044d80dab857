/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import dev.flinkvitals.export.RawValue;
import dev.flinkvitals.export.VitalsThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads metrics so that one that throws, gives nothing usable or does not return costs only itself.
 *
 * <p>The reads run on a thread of their own while the caller watches. When a read makes no progress for the patience, its
 * series is left alone until that read returns (after several times, for good), its thread is given up, and the rest goes on
 * in a fresh one. Thread safe; callers wait for each other.
 */
final class SeriesReader implements AutoCloseable {
    /** How long a single read may take before it counts as blocked. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    /** With this many threads lost in blocked reads, nothing is read until one of them returns. */
    static final int MOST_LOST_THREADS = 8;

    private final Duration patience;
    private final String threadName;
    private final AtomicInteger lostThreads = new AtomicInteger();
    private @Nullable ExecutorService thread;
    private boolean closed;

    /**
     * A reader.
     *
     * @param patience how long a single read may take
     * @param threadName name of its thread
     */
    SeriesReader(Duration patience, String threadName) {
        this.patience = patience;
        this.threadName = threadName;
    }

    /**
     * Reads the given series; takes at most twice the patience longer for each one that blocks.
     *
     * @param index where failures are counted
     * @param series what to read
     * @return what gave a usable value, in the given order; incomplete if the calling thread is interrupted, nothing once this
     *     is closed
     */
    synchronized List<Sample> read(MetricIndex index, List<Series> series) {
        Evaluator evaluator = new Evaluator(index);
        List<Sample> samples = new ArrayList<>(series.size());
        int next = 0;
        while (!closed && next < series.size()) {
            if (lostThreads.get() >= MOST_LOST_THREADS) {
                index.countFailures((long) series.size() - next);
                break;
            }
            ReadBatch batch = new ReadBatch(series.subList(next, series.size()), evaluator, samples);
            ExecutorService reading = thread();
            reading.execute(batch);
            int blocked;
            try {
                blocked = batch.await(patience);
            } catch (InterruptedException e) {
                batch.abandon();
                Thread.currentThread().interrupt();
                break;
            }
            if (blocked < 0) {
                break;
            }
            index.countFailures(1);
            lostThreads.incrementAndGet();
            // Runs when the blocked read has returned.
            reading.execute(lostThreads::decrementAndGet);
            giveUp();
            next += blocked + 1;
        }
        return List.copyOf(samples);
    }

    @Override
    public synchronized void close() {
        closed = true;
        giveUp();
    }

    /**
     * A series and what it showed.
     *
     * @param series which one
     * @param value its value
     */
    record Sample(Series series, RawValue value) {}

    private ExecutorService thread() {
        ExecutorService current = thread;
        if (current == null) {
            current = Executors.newSingleThreadExecutor(VitalsThreads.factory(threadName));
            thread = current;
        }
        return current;
    }

    /** The thread ends by itself when what it hangs in returns; it is never interrupted, since it may be in Flink's code. */
    private void giveUp() {
        if (thread != null) {
            thread.shutdown();
            thread = null;
        }
    }
}
