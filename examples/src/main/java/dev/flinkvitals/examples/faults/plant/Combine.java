/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.plant;

import java.util.concurrent.ThreadLocalRandom;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps the latest body of each key, and remembers recent messages. What is remembered is bounded, until
 * {@link Switch#LEAK} is set: then nothing is ever removed, and its state has no time-to-live.
 */
final class Combine extends KeyedProcessFunction<Integer, Message, Message> {
    /** The state that grows when they are not. */
    static final String SEEN = "seen";

    private static final long serialVersionUID = 1L;
    private static final int REMEMBERED_PER_KEY = 2;
    /** What each message leaves behind in a leak. */
    private static final int LEFT_BYTES = 2400;

    private final Switches switches;
    private transient ValueState<byte[]> latest;
    private transient MapState<Long, byte[]> seen;

    Combine(Switches switches) {
        this.switches = switches;
    }

    @Override
    public void open(OpenContext context) {
        latest = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("latest", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        seen = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        SEEN, Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void processElement(Message message, Context context, Collector<Message> out) throws Exception {
        Work.rest(switches.get(Switch.COMBINE_MICROS, 600));
        latest.update(message.body());
        if (switches.get(Switch.LEAK, 0) == 0) {
            seen.put(message.id() % REMEMBERED_PER_KEY, message.body());
        } else {
            // Random, so that RocksDB cannot compress it.
            byte[] left = new byte[LEFT_BYTES];
            ThreadLocalRandom.current().nextBytes(left);
            seen.put(REMEMBERED_PER_KEY + message.id(), left);
        }
        out.collect(message);
    }
}
