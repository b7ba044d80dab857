/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.orders;

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
 * Adds up what each customer ordered, and keeps the note of every order.
 *
 * <p>The notes are this job's mistake, made on purpose: nothing ever removes one, and their state has no TTL. While notes are
 * empty nobody notices; once customers write long ones the state grows without bound.
 */
final class EnrichOrders extends KeyedProcessFunction<Integer, Order, BookedOrder> {
    private static final long serialVersionUID = 1L;

    private transient ValueState<CustomerTotal> total;
    private transient MapState<Long, byte[]> notes;

    @Override
    public void open(OpenContext context) {
        total = getRuntimeContext().getState(new ValueStateDescriptor<>("total", CustomerTotal.class));
        notes = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "notes", Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void processElement(Order order, Context context, Collector<BookedOrder> out) throws Exception {
        CustomerTotal before = total.value();
        CustomerTotal after = (before == null ? CustomerTotal.NONE : before).plus(order.cents());
        total.update(after);
        notes.put(order.id(), order.note());
        out.collect(new BookedOrder(order.id(), order.customer(), order.cents(), after.orders(), after.cents()));
    }
}
