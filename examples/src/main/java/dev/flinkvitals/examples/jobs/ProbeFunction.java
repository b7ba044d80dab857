/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.jobs;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Counts per key; fails checkpoints and leaks state as the options say. */
final class ProbeFunction extends KeyedProcessFunction<Long, Long, Long> implements CheckpointedFunction {
    private static final long serialVersionUID = 1;

    private static final Duration RECENT = Duration.ofMinutes(10);

    private final ProbeOptions options;
    private transient @Nullable ValueState<Long> counts;
    private transient @Nullable MapState<Long, byte[]> leak;
    private transient @Nullable ListState<Poison> poison;

    ProbeFunction(ProbeOptions options) {
        this.options = options;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        counts = context.getKeyedStateStore().getState(new ValueStateDescriptor<>("counts", Types.LONG));
        // Only declared: how the states of the job are seen is to be told apart by it.
        ValueStateDescriptor<Long> recent = new ValueStateDescriptor<>("recent", Types.LONG);
        recent.enableTimeToLive(StateTtlConfig.newBuilder(RECENT).build());
        context.getKeyedStateStore().getState(recent);
        leak = context.getKeyedStateStore()
                .getMapState(new MapStateDescriptor<>(
                        "leak", Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        poison = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>("poison", TypeInformation.of(Poison.class)));
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        ListState<Poison> state = opened(poison);
        state.clear();
        // Operator state is copied now and written later, in the asynchronous part: that is where an armed value fails.
        int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
        state.add(new Poison(options.fails(context.getCheckpointId(), subtask)));
    }

    @Override
    public void processElement(Long number, Context context, Collector<Long> out) throws Exception {
        work(options.workMicros());
        ValueState<Long> state = opened(counts);
        Long before = state.value();
        long count = before == null ? 1 : before + 1;
        state.update(count);
        if (options.leakBytes() > 0) {
            // Random, so that RocksDB cannot compress it.
            byte[] bytes = new byte[options.leakBytes()];
            ThreadLocalRandom.current().nextBytes(bytes);
            opened(leak).put(number, bytes);
        }
        out.collect(count);
    }

    /** Computes for a while: so long that a look at this thread finds it here. */
    private static void work(long micros) {
        long end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(micros);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static <T> T opened(@Nullable T state) {
        if (state == null) {
            throw new IllegalStateException("used before initializeState");
        }
        return state;
    }
}
