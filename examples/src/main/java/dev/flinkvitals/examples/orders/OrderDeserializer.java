/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.orders;

import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;

/** Reads orders from Kafka. */
final class OrderDeserializer extends AbstractDeserializationSchema<Order> {
    private static final long serialVersionUID = 1L;

    OrderDeserializer() {
        super(Order.class);
    }

    @Override
    public Order deserialize(byte[] message) {
        return Order.fromBytes(message);
    }
}
