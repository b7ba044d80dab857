/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.plant;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * One lane of the {@link QueueSource}: each reader has the one of its own index.
 *
 * @param index which lane
 * @param position messages that were read
 * @param arrived messages that arrived, read or not
 */
record Lane(int index, long position, long arrived) implements SourceSplit {
    @Override
    public String splitId() {
        return String.valueOf(index);
    }

    /** Lanes as bytes. */
    static final class Serializer implements SimpleVersionedSerializer<Lane> {
        private static final int BYTES = Integer.BYTES + 2 * Long.BYTES;

        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(Lane lane) {
            return ByteBuffer.allocate(BYTES)
                    .putInt(lane.index)
                    .putLong(lane.position)
                    .putLong(lane.arrived)
                    .array();
        }

        @Override
        public Lane deserialize(int version, byte[] bytes) throws IOException {
            if (bytes.length != BYTES) {
                throw new IOException("a lane has " + BYTES + " bytes, found " + bytes.length);
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new Lane(buffer.getInt(), buffer.getLong(), buffer.getLong());
        }
    }
}
