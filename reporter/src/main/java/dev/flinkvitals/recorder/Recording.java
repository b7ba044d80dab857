/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

import dev.flinkvitals.recorder.value.ValueWriter;
import dev.flinkvitals.signals.ByteSink;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The recorded history of one job, ready to be written; {@link RecordingFile} reads it back. Immutable. */
public final class Recording {
    static final byte[] MAGIC = "FLVITALS".getBytes(StandardCharsets.US_ASCII);
    static final int VERSION = 1;
    static final int END_MARK = 'E';
    /** Bytes besides header and blocks: magic, version, length, checksum; mark and count. */
    private static final int FRAMING = 23;

    private static final int FIRST_BUFFER = 64 * 1024 * 1024;

    private final RecordingHeader header;
    private final byte[] headerBytes;
    private final List<List<Block>> segments;

    Recording(RecordingHeader header, List<List<Block>> segments) {
        this.header = header;
        this.segments = List.copyOf(segments);
        ByteSink bytes = new ByteSink();
        new ValueWriter(ValueWriter.Mode.VALUES, bytes).write(header, null);
        this.headerBytes = bytes.toBytes();
    }

    /** What it is about. */
    public RecordingHeader header() {
        return header;
    }

    /** Size of the file, in bytes. */
    public long bytes() {
        return FRAMING
                + headerBytes.length
                + segments.stream()
                        .flatMap(List::stream)
                        .mapToLong(Block::bytes)
                        .sum();
    }

    /** The newest part of it that fits into a file of the given size; the newest segment is always in it. */
    public Recording newest(long maxBytes) {
        long left = maxBytes - FRAMING - headerBytes.length;
        int first = segments.size();
        while (first > 0) {
            left -= segments.get(first - 1).stream().mapToLong(Block::bytes).sum();
            if (left < 0 && first < segments.size()) {
                break;
            }
            first--;
        }
        return first == 0 ? this : new Recording(header, segments.subList(first, segments.size()));
    }

    /**
     * Writes the file.
     *
     * @param target where to; stays open
     * @throws IOException as the target throws it
     */
    public void writeTo(OutputStream target) throws IOException {
        DataOutputStream out = new DataOutputStream(target);
        out.write(MAGIC);
        out.writeShort(VERSION);
        out.writeInt(headerBytes.length);
        out.writeInt(Frame.checksum(headerBytes));
        out.write(headerBytes);
        List<Block> blocks = new ArrayList<>();
        segments.forEach(blocks::addAll);
        for (Block block : blocks) {
            block.writeTo(out);
        }
        out.writeByte(END_MARK);
        out.writeInt(blocks.size());
        out.flush();
    }

    /** The file in memory. */
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) Math.min(bytes(), FIRST_BUFFER));
        try {
            writeTo(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }
}
