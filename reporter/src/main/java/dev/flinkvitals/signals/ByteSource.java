/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/**
 * Reads what {@link ByteSink} wrote. Every read checks its bounds, nothing is allocated for a length or count that the
 * remaining bytes cannot hold, and all trouble is a {@link DigestFormatException} with the offset. Not thread safe.
 */
public final class ByteSource {
    private final byte[] bytes;
    private final int end;
    private int position;

    /**
     * A source.
     *
     * @param bytes what to read; not copied
     */
    public ByteSource(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private ByteSource(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    /** One byte, 0 to 255. */
    public int octet() {
        if (position >= end) {
            throw malformed("ends too early");
        }
        return bytes[position++] & 0xFF;
    }

    /** A number of {@link ByteSink#varint}. */
    public long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = octet();
            if (shift == 63 && next > 1) {
                break;
            }
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw malformed("number of more than 64 bits");
    }

    /** A number of {@link ByteSink#signed}. */
    public long signed() {
        long raw = varint();
        return (raw >>> 1) ^ -(raw & 1);
    }

    int integer() {
        long value = varint();
        if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
            throw malformed("number of more than 32 bits");
        }
        return (int) value;
    }

    /** A number from 0 to below {@code size}. */
    public int index(int size) {
        int value = integer();
        if (value < 0 || value >= size) {
            throw malformed("reference " + value + " into a table of " + size);
        }
        return value;
    }

    /** A number from 0 to the largest integer. */
    public int nonNegative() {
        int value = integer();
        if (value < 0) {
            throw malformed("negative number " + value);
        }
        return value;
    }

    double number() {
        double value = Double.longBitsToDouble(Long.reverse(varint()));
        if (!Double.isFinite(value)) {
            throw malformed("number that is not finite");
        }
        return value;
    }

    /** A text of {@link ByteSink#text}. */
    public String text() {
        int length = length();
        String value = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return value;
    }

    String id() {
        if (end - position < 16) {
            throw malformed("ends too early");
        }
        String hex = HexFormat.of().formatHex(bytes, position, position + 16);
        position += 16;
        return hex;
    }

    /** Reads a record; fields that a later version appended to it are skipped. */
    <T> T record(Function<ByteSource, T> body) {
        int length = length();
        ByteSource inner = new ByteSource(bytes, position, position + length);
        position += length;
        return body.apply(inner);
    }

    /** Whether nothing is left: an earlier version wrote fewer fields. */
    public boolean isAtEnd() {
        return position == end;
    }

    /** Reads a count and that many elements, each of at least one byte. */
    <T> List<T> list(Function<ByteSource, T> element) {
        int count = length();
        List<T> elements = new ArrayList<>(Math.min(count, 64));
        for (int i = 0; i < count; i++) {
            elements.add(element.apply(this));
        }
        return elements;
    }

    /** A count of elements of at least one byte each: never more than there are bytes left. */
    public int length() {
        long length = varint();
        if (length < 0 || length > end - position) {
            throw malformed("length " + length + " with " + (end - position) + " bytes left");
        }
        return (int) length;
    }

    /** The bytes that follow. */
    public byte[] bytes(int length) {
        if (length < 0 || length > end - position) {
            throw malformed("length " + length + " with " + (end - position) + " bytes left");
        }
        byte[] copy = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return copy;
    }

    /** Offset of the byte that comes next. */
    public int position() {
        return position;
    }

    private DigestFormatException malformed(String what) {
        return new DigestFormatException("digest: " + what + " at offset " + position);
    }
}
