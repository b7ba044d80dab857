/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Writes the primitives of our binary forms to memory; {@link ByteSource} reads them back. Not thread safe. */
public final class ByteSink {
    private byte[] buffer = new byte[64];
    private int size;

    /** A copy of what was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(buffer, size);
    }

    /** Bytes written so far. */
    public int size() {
        return size;
    }

    /** Forgets what was written; the memory is kept. */
    public void clear() {
        size = 0;
    }

    /** The lowest eight bits. */
    public void octet(int value) {
        reserve(1);
        buffer[size++] = (byte) value;
    }

    /** Seven bits per byte, low bits first: small values are short, negative ones take ten bytes. */
    public void varint(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            buffer[size++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
    }

    /** A difference, which may be negative: the sign goes to the lowest bit so that both directions are short. */
    public void signed(long value) {
        varint((value << 1) ^ (value >> 63));
    }

    /**
     * A finite number. Its low mantissa bits come last: Flink's ratios are floats, so these are zero and cost nothing.
     */
    void number(double value) {
        varint(Long.reverse(Double.doubleToLongBits(value)));
    }

    /** UTF-8 with its length in bytes in front. */
    public void text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        varint(bytes.length);
        bytes(bytes);
    }

    /** The bytes as they are. */
    public void bytes(byte[] bytes) {
        bytes(bytes, bytes.length);
    }

    private void bytes(byte[] bytes, int length) {
        reserve(length);
        System.arraycopy(bytes, 0, buffer, size, length);
        size += length;
    }

    /** An id of 32 hexadecimal characters in 16 bytes. */
    void id(String hex) {
        bytes(HexFormat.of().parseHex(hex));
    }

    /** A record with its length in front: a reader that knows fewer fields skips the rest. */
    void record(Consumer<ByteSink> body) {
        ByteSink inner = new ByteSink();
        body.accept(inner);
        varint(inner.size);
        bytes(inner.buffer, inner.size);
    }

    /** A bitmap of the values that are present, the first one in the lowest bit. */
    void presence(boolean... present) {
        long bits = 0;
        for (int i = 0; i < present.length; i++) {
            if (present[i]) {
                bits |= 1L << i;
            }
        }
        varint(bits);
    }

    void optional(OptionalLong value) {
        value.ifPresent(this::varint);
    }

    void optional(OptionalDouble value) {
        value.ifPresent(this::number);
    }

    private void reserve(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(size + more, Math.multiplyExact(buffer.length, 2)));
        }
    }
}
