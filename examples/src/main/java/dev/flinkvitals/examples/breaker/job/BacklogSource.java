/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.job;

import dev.flinkvitals.examples.faults.plant.Switches;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A source that says when it works off a backlog, like the snapshot phase of a change data capture.
 *
 * @param <T> what it reads
 * @param <S> its splits
 * @param <E> state of its enumerator
 */
final class BacklogSource<T, S extends SourceSplit, E> implements Source<T, S, E> {
    private static final long serialVersionUID = 1;
    private static final long LOOK_MILLIS = 250;

    private final Source<T, S, E> reads;
    private final Switches switches;

    /**
     * A source.
     *
     * @param reads what reads
     * @param switches by which it is told whether there is a backlog
     */
    BacklogSource(Source<T, S, E> reads, Switches switches) {
        this.reads = reads;
        this.switches = switches;
    }

    private SplitEnumeratorContext<S> watching(SplitEnumeratorContext<S> context) {
        AtomicBoolean told = new AtomicBoolean();
        context.callAsync(
                () -> switches.get(TallySwitch.BACKLOG, 0) > 0,
                (backlog, error) -> {
                    if (error == null && told.getAndSet(backlog) != backlog) {
                        context.setIsProcessingBacklog(backlog);
                    }
                },
                LOOK_MILLIS,
                LOOK_MILLIS);
        return context;
    }

    @Override
    public SplitEnumerator<S, E> createEnumerator(SplitEnumeratorContext<S> context) throws Exception {
        return reads.createEnumerator(watching(context));
    }

    @Override
    public SplitEnumerator<S, E> restoreEnumerator(SplitEnumeratorContext<S> context, E state) throws Exception {
        return reads.restoreEnumerator(watching(context), state);
    }

    @Override
    public Boundedness getBoundedness() {
        return reads.getBoundedness();
    }

    @Override
    public SourceReader<T, S> createReader(SourceReaderContext context) throws Exception {
        return reads.createReader(context);
    }

    @Override
    public SimpleVersionedSerializer<S> getSplitSerializer() {
        return reads.getSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<E> getEnumeratorCheckpointSerializer() {
        return reads.getEnumeratorCheckpointSerializer();
    }
}
