/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Writes the primitives of the digest's wire form; {@link ByteSource} reads them back. Not thread safe. */
final class ByteSink {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    byte[] toBytes() {
        return out.toByteArray();
    }

    void octet(int value) {
        out.write(value);
    }

    /** Seven bits per byte, low bits first: small values are short, negative ones take ten bytes. */
    void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /** A difference, which may be negative: the sign goes to the lowest bit so that both directions are short. */
    void signed(long value) {
        varint((value << 1) ^ (value >> 63));
    }

    /**
     * A finite number. Its low mantissa bits come last: Flink's ratios are floats, so these are zero and cost nothing.
     */
    void number(double value) {
        varint(Long.reverse(Double.doubleToLongBits(value)));
    }

    void text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        varint(bytes.length);
        out.writeBytes(bytes);
    }

    /** An id of 32 hexadecimal characters in 16 bytes. */
    void id(String hex) {
        out.writeBytes(HexFormat.of().parseHex(hex));
    }

    /** A record with its length in front: a reader that knows fewer fields skips the rest. */
    void record(Consumer<ByteSink> body) {
        ByteSink inner = new ByteSink();
        body.accept(inner);
        varint(inner.out.size());
        out.writeBytes(inner.out.toByteArray());
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
}
