/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export.otel;

import dev.flinkvitals.config.ExportConfig;
import dev.flinkvitals.export.Event;
import dev.flinkvitals.export.Exporter;
import dev.flinkvitals.export.PointSource;
import dev.flinkvitals.export.ProcessIdentity;
import dev.flinkvitals.export.RateLimitedLog;
import dev.flinkvitals.export.RawSource;
import dev.flinkvitals.export.VitalsThreads;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exports through OTLP, on one thread of its own: events as they come, metrics once per interval.
 *
 * <p>An unreachable receiver costs a count and one warning per minute; nothing is kept for later but the events in a bounded
 * queue.
 */
public final class OtlpExporter implements Exporter {
    private static final Logger LOG = LoggerFactory.getLogger(OtlpExporter.class);
    private static final int MOST_EVENTS_QUEUED = 1_024;
    private static final int MOST_EVENTS_PER_REQUEST = 256;
    private static final Duration LOG_PAUSE = Duration.ofMinutes(1);

    /** Flink calls {@link #close} under its lock, and waits a second for it at most. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(900);

    private static final Duration LAST_REQUEST_TIMEOUT = Duration.ofMillis(300);

    private final ExportConfig config;
    private final Supplier<ProcessIdentity> identity;
    private final RawSource raw;
    private final Transport transport;
    private final InstantSource wall;
    private final LongSupplier nanos;
    private final RateLimitedLog log;
    private final ExportCounts counts;
    private final List<PointSource> sources = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(MOST_EVENTS_QUEUED);
    private final Thread thread;
    private volatile boolean closed;

    /** Used by the thread alone. */
    private @Nullable OtlpPipeline pipeline;

    private OtlpExporter(
            ExportConfig config,
            Supplier<ProcessIdentity> identity,
            RawSource raw,
            Transport transport,
            InstantSource wall,
            LongSupplier nanos) {
        this.config = config;
        this.identity = identity;
        this.raw = raw;
        this.transport = transport;
        this.wall = wall;
        this.nanos = nanos;
        this.log = new RateLimitedLog(LOG, LOG_PAUSE, nanos);
        this.counts = new ExportCounts(raw);
        this.sources.add(counts);
        this.thread = VitalsThreads.create("exporter", this::run);
    }

    /**
     * Starts an exporter.
     *
     * @param config where everything goes; without an endpoint nothing is started
     * @param identity asked once, right before the first export, since the process may learn late what it is
     * @param raw Flink's own metrics; closed with the exporter
     * @param wall wall clock, for stamps
     * @param nanos monotonic clock, for pauses
     * @return the exporter
     * @throws IllegalArgumentException if the endpoint is not a valid URL
     */
    public static Exporter start(
            ExportConfig config,
            Supplier<ProcessIdentity> identity,
            RawSource raw,
            InstantSource wall,
            LongSupplier nanos) {
        if (config.endpoint().isEmpty()) {
            raw.close();
            return Exporter.NONE;
        }
        Transport transport = Transport.open(config, config.endpoint().get());
        OtlpExporter exporter = new OtlpExporter(config, identity, raw, transport, wall, nanos);
        exporter.thread.start();
        return exporter;
    }

    @Override
    public void add(PointSource source) {
        sources.add(source);
    }

    @Override
    public void remove(PointSource source) {
        sources.remove(source);
    }

    @Override
    public void emit(Event event) {
        if (closed || !events.offer(event)) {
            counts.drop(1);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long intervalNanos = config.interval().toNanos();
        long next = nanos.getAsLong() + intervalNanos;
        while (!closed) {
            try {
                List<Event> batch = nextEvents(next - nanos.getAsLong());
                if (!batch.isEmpty()) {
                    pipeline().exportEvents(batch, config.timeout());
                }
                long now = nanos.getAsLong();
                if (now >= next) {
                    // Advanced first, so that an export that always fails cannot spin; missed exports are not made up
                    // for.
                    next = Math.max(next + intervalNanos, now);
                    pipeline().exportMetrics(config.timeout());
                }
            } catch (InterruptedException e) {
                // Only close() interrupts this thread: the loop ends.
                break;
            } catch (Throwable e) {
                log.warn("An export failed", e);
            }
        }
        finish();
    }

    private List<Event> nextEvents(long waitNanos) throws InterruptedException {
        Event first = events.poll(Math.max(0, waitNanos), TimeUnit.NANOSECONDS);
        List<Event> batch = new ArrayList<>();
        if (first != null) {
            batch.add(first);
            events.drainTo(batch, MOST_EVENTS_PER_REQUEST - 1);
        }
        return batch;
    }

    /** Sends what is there, as far as that is quick, and lets go of everything. */
    private void finish() {
        Thread.interrupted();
        try {
            List<Event> rest = new ArrayList<>();
            events.drainTo(rest);
            if (!rest.isEmpty()) {
                pipeline().exportEvents(rest, LAST_REQUEST_TIMEOUT);
            }
            pipeline().exportMetrics(LAST_REQUEST_TIMEOUT);
        } catch (Throwable e) {
            log.warn("The last export failed", e);
        } finally {
            transport.close();
            raw.close();
        }
    }

    private OtlpPipeline pipeline() {
        OtlpPipeline current = pipeline;
        if (current == null) {
            current = new OtlpPipeline(config, identity.get(), raw, sources, transport, counts, log, wall);
            pipeline = current;
        }
        return current;
    }
}
