/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

import dev.flinkvitals.export.RateLimitedLog;
import dev.flinkvitals.export.VitalsThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes recordings on a thread of its own, which ends when it has nothing to do. A few may wait; what does not fit is
 * counted, as is what cannot be written. Thread safe; nothing is thrown.
 */
public final class RecordingWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingWriter.class);
    private static final int WAITING = 4;
    private static final Duration LOG_PAUSE = Duration.ofMinutes(10);

    private final RecordingDirectory directory;
    private final ThreadPoolExecutor executor;
    private final RateLimitedLog warnings = new RateLimitedLog(LOG, LOG_PAUSE, System::nanoTime);
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    public RecordingWriter(RecordingDirectory directory) {
        this.directory = directory;
        this.executor = new ThreadPoolExecutor(
                1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), VitalsThreads.factory("recorder"));
        executor.allowCoreThreadTimeOut(true);
    }

    /** Writes a recording soon. */
    public void offer(Recording recording) {
        try {
            executor.execute(() -> write(recording));
        } catch (RejectedExecutionException e) {
            failed.incrementAndGet();
            warnings.warn("Flink Vitals left out a recording: others still wait to be written", null);
        }
    }

    private void write(Recording recording) {
        try {
            Path file = directory.write(recording);
            written.incrementAndGet();
            LOG.info(
                    "Flink Vitals wrote a recording of job {} ({}): {}",
                    recording.header().jobName(),
                    recording.header().reason(),
                    file);
        } catch (IOException | RuntimeException | LinkageError e) {
            failed.incrementAndGet();
            warnings.warn("Flink Vitals could not write a recording to " + directory.path(), e);
        }
    }

    /** Files written so far. */
    public long written() {
        return written.get();
    }

    /** Files that could not be written. */
    public long failed() {
        return failed.get();
    }

    /**
     * After {@link #close}: waits until all is written.
     *
     * @return whether it is
     */
    public boolean awaitEnd(Duration most) throws InterruptedException {
        return executor.awaitTermination(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns at once; what waits is still written. */
    @Override
    public void close() {
        executor.shutdown();
    }
}
