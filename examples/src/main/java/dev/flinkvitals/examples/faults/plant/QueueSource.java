/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.plant;

import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A message queue without a broker: messages arrive at a rate that is set from outside, whether or not anybody reads them,
 * and what waits is reported as {@code pendingRecords}, as a connector does.
 */
final class QueueSource implements Source<Message, Lane, List<Integer>> {
    private static final long serialVersionUID = 1L;

    private final Switches switches;

    QueueSource(Switches switches) {
        this.switches = switches;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SplitEnumerator<Lane, List<Integer>> createEnumerator(SplitEnumeratorContext<Lane> context) {
        return new LaneAssigner(context, List.of());
    }

    @Override
    public SplitEnumerator<Lane, List<Integer>> restoreEnumerator(
            SplitEnumeratorContext<Lane> context, List<Integer> assigned) {
        return new LaneAssigner(context, assigned);
    }

    @Override
    public SimpleVersionedSerializer<Lane> getSplitSerializer() {
        return new Lane.Serializer();
    }

    @Override
    public SimpleVersionedSerializer<List<Integer>> getEnumeratorCheckpointSerializer() {
        return new LaneAssigner.Serializer();
    }

    @Override
    public SourceReader<Message, Lane> createReader(SourceReaderContext context) {
        return new QueueReader(context, switches);
    }
}
