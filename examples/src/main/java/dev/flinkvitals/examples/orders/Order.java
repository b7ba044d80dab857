/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.orders;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One order as it travels through Kafka.
 *
 * @param id unique, positive
 * @param customer who ordered
 * @param cents amount in integer cents, so that sums are exact
 * @param note free text of the customer; usually empty
 */
@SuppressWarnings("ArrayRecordComponent") // Flink has a serializer for byte[], and equals() is defined below.
public record Order(long id, int customer, long cents, byte[] note) {
    private static final int FIXED_BYTES = Long.BYTES + Integer.BYTES + Long.BYTES;

    /** Writes this order as a Kafka record's value: id, customer, cents, note, big endian. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(FIXED_BYTES + note.length)
                .putLong(id)
                .putInt(customer)
                .putLong(cents)
                .put(note)
                .array();
    }

    /**
     * Reads what {@link #toBytes()} wrote.
     *
     * @param value a Kafka record's value
     * @throws IllegalArgumentException if it is too short to be an order
     */
    public static Order fromBytes(byte[] value) {
        if (value.length < FIXED_BYTES) {
            throw new IllegalArgumentException(
                    "an order has at least " + FIXED_BYTES + " bytes, found " + value.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(value);
        long id = buffer.getLong();
        int customer = buffer.getInt();
        long cents = buffer.getLong();
        byte[] note = new byte[buffer.remaining()];
        buffer.get(note);
        return new Order(id, customer, cents, note);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Order that
                && id == that.id
                && customer == that.customer
                && cents == that.cents
                && Arrays.equals(note, that.note);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }

    @Override
    public String toString() {
        return "Order[id=" + id + ", customer=" + customer + ", cents=" + cents + ", note=" + note.length + " bytes]";
    }
}
