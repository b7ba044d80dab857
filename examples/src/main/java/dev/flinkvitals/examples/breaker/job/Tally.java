/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.job;

import dev.flinkvitals.examples.faults.plant.Switches;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Counts the numbers of each key and chains them; leaks and rests as the switches say. */
final class Tally extends KeyedProcessFunction<Long, Long, Long> implements CheckpointedFunction {
    private static final long serialVersionUID = 1;
    private static final int LEAK_CHUNK = 4 * 1024;

    private final Switches switches;
    private final String report;

    private transient @Nullable ValueState<Long> counts;
    private transient @Nullable ValueState<Long> chains;
    private transient @Nullable MapState<Long, byte[]> leak;
    private transient @Nullable NativeLeak nativeLeak;
    private transient @Nullable Set<Long> seen;
    private transient double owedBytes;
    private transient long lastNanos;

    /**
     * A tally.
     *
     * @param switches by which it is told what to do
     * @param report folder of the {@link Report}
     */
    Tally(Switches switches, String report) {
        this.switches = switches;
        this.report = report;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) {
        counts = context.getKeyedStateStore().getState(new ValueStateDescriptor<>("counts", Types.LONG));
        chains = context.getKeyedStateStore().getState(new ValueStateDescriptor<>("chains", Types.LONG));
        leak = context.getKeyedStateStore()
                .getMapState(new MapStateDescriptor<>(
                        "leak", Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        nativeLeak = new NativeLeak();
        seen = new HashSet<>();
        lastNanos = System.nanoTime();
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) {
        // All state is keyed.
    }

    @Override
    public void processElement(Long number, Context context, Collector<Long> out) throws Exception {
        rest(switches.get(TallySwitch.REST_MICROS, 0));
        Long before = opened(counts).value();
        long count = before == null ? 1 : before + 1;
        Long chained = opened(chains).value();
        long chain = Chain.next(chained == null ? Chain.START : chained, number);
        opened(counts).update(count);
        opened(chains).update(chain);
        if (opened(seen).add(context.getCurrentKey())) {
            var task = getRuntimeContext().getTaskInfo();
            Report.write(
                    Path.of(report),
                    task.getIndexOfThisSubtask() + "-" + task.getAttemptNumber(),
                    new Report.Line(context.getCurrentKey(), number, count, chain));
        }
        leakState(number);
        if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
            opened(nativeLeak).leak(switches.get(TallySwitch.NATIVE_LEAK, 0));
        }
        out.collect(count);
    }

    private void leakState(long number) throws Exception {
        long now = System.nanoTime();
        int subtasks = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
        owedBytes += (now - lastNanos) / 1e9 * switches.get(TallySwitch.STATE_LEAK, 0) / subtasks;
        lastNanos = now;
        if (owedBytes >= LEAK_CHUNK) {
            // Random, so that RocksDB cannot compress it.
            byte[] bytes = new byte[(int) owedBytes];
            new SplittableRandom(number).nextBytes(bytes);
            opened(leak).put(number, bytes);
            owedBytes -= bytes.length;
        }
    }

    private static void rest(double micros) {
        long until = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos((long) micros);
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    private static <T> T opened(@Nullable T state) {
        if (state == null) {
            throw new IllegalStateException("used before initializeState");
        }
        return state;
    }
}
