/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.plant;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/** Gives each reader its lane once. Its state is the lanes that were given away: a restored reader brings its own back. */
final class LaneAssigner implements SplitEnumerator<Lane, List<Integer>> {
    private final SplitEnumeratorContext<Lane> context;
    private final TreeSet<Integer> assigned;
    private final List<Lane> returned = new ArrayList<>();

    LaneAssigner(SplitEnumeratorContext<Lane> context, List<Integer> assigned) {
        this.context = context;
        this.assigned = new TreeSet<>(assigned);
    }

    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {}

    @Override
    public void addSplitsBack(List<Lane> lanes, int subtask) {
        returned.addAll(lanes);
    }

    @Override
    public void addReader(int subtask) {
        returned.stream()
                .filter(lane -> lane.index() == subtask)
                .findFirst()
                .ifPresentOrElse(lane -> give(lane), () -> {
                    if (assigned.add(subtask)) {
                        give(new Lane(subtask, 0, 0));
                    }
                });
        returned.removeIf(lane -> lane.index() == subtask);
    }

    private void give(Lane lane) {
        context.assignSplit(lane, lane.index());
    }

    @Override
    public List<Integer> snapshotState(long checkpointId) {
        return List.copyOf(assigned);
    }

    @Override
    public void close() {}

    /** The state as bytes: one for each lane. */
    static final class Serializer implements SimpleVersionedSerializer<List<Integer>> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(List<Integer> lanes) {
            byte[] bytes = new byte[lanes.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = lanes.get(i).byteValue();
            }
            return bytes;
        }

        @Override
        public List<Integer> deserialize(int version, byte[] bytes) {
            List<Integer> lanes = new ArrayList<>();
            for (byte lane : bytes) {
                lanes.add((int) lane);
            }
            return lanes;
        }
    }
}
