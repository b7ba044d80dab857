/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.plant;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.Counter;

/**
 * Reads one lane. Like a connector whose fetcher hangs, it delivers nothing while {@link Switch#STUCK} is set, and looks idle
 * then. Confined to the task's thread, except for the gauge.
 */
final class QueueReader implements SourceReader<Message, Lane> {
    /** The key of hot messages. */
    static final int HOT_KEY = 7;

    private static final int KEYS = 1000;
    private static final int BODY_BYTES = 400;
    private static final Executor SOON = CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS);

    private final SourceReaderContext context;
    private final Switches switches;
    private final Counter recordsIn;
    private final SplittableRandom random;
    private int lane = -1;
    private double arrived;
    private long position;
    private long lastNanos;
    private volatile long pending;

    QueueReader(SourceReaderContext context, Switches switches) {
        this.context = context;
        this.switches = switches;
        this.recordsIn = context.metricGroup().getIOMetricGroup().getNumRecordsInCounter();
        this.random = new SplittableRandom(context.getIndexOfSubtask());
    }

    @Override
    public void start() {
        context.metricGroup().setPendingRecordsGauge(() -> pending);
    }

    @Override
    public InputStatus pollNext(ReaderOutput<Message> output) {
        if (lane < 0) {
            return InputStatus.NOTHING_AVAILABLE;
        }
        letArrive();
        if (pending == 0 || switches.get(Switch.STUCK, 0) > 0) {
            return InputStatus.NOTHING_AVAILABLE;
        }
        byte[] body = new byte[BODY_BYTES];
        random.nextBytes(body);
        boolean hot = random.nextDouble() < switches.get(Switch.HOT_SHARE, 0);
        output.collect(new Message(position, hot ? HOT_KEY : random.nextInt(KEYS), body));
        position++;
        recordsIn.inc();
        return InputStatus.MORE_AVAILABLE;
    }

    private void letArrive() {
        long now = System.nanoTime();
        double rate = switches.get(Switch.ARRIVALS, 0) / context.currentParallelism();
        arrived += rate * (now - lastNanos) * 1e-9;
        lastNanos = now;
        pending = (long) arrived - position;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return CompletableFuture.runAsync(() -> {}, SOON);
    }

    @Override
    public List<Lane> snapshotState(long checkpointId) {
        return lane < 0 ? List.of() : List.of(new Lane(lane, position, (long) arrived));
    }

    @Override
    public void addSplits(List<Lane> lanes) {
        for (Lane given : lanes) {
            lane = given.index();
            position = given.position();
            arrived = given.arrived();
            lastNanos = System.nanoTime();
        }
    }

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {}
}
