/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

import dev.flinkvitals.recorder.value.ValueWriter;
import dev.flinkvitals.signals.ByteSink;
import dev.flinkvitals.signals.JobReading;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * The part of a recording that can be read by itself: it begins with the model's state, and each reading is written as what
 * changed since the last one. Each frame is encoded once; a full block of them is compressed once. Not thread safe.
 */
final class SegmentWriter {
    /** A block is compressed when it is this long: enough for the compressor, little to hold uncompressed. */
    private static final int BLOCK = 32 * 1024;

    private final Deflater deflater;
    private final Duration from;
    private final ByteSink frame = new ByteSink();
    private final ByteSink raw = new ByteSink();
    private final ValueWriter values = new ValueWriter(ValueWriter.Mode.VALUES, frame);
    private final List<Block> blocks = new ArrayList<>();
    private final long stateBytes;
    private long blockBytes;
    private long fixedBytes;
    private int cycles;
    private @Nullable JobReading reading;
    private @Nullable Outcome outcome;

    /**
     * Begins a segment.
     *
     * @param deflater used only within calls
     * @param from monotonic time
     * @param continues whether the model is as the segment before left it
     * @param state the model's state; null if it is not known
     */
    SegmentWriter(Deflater deflater, Duration from, boolean continues, byte @Nullable [] state) {
        this.deflater = deflater;
        this.from = from;
        frame.octet(Frame.BEGIN);
        frame.octet((continues ? Frame.CONTINUES : 0) | (state == null ? 0 : Frame.HAS_STATE));
        if (state != null) {
            frame.bytes(state);
        }
        endFrame();
        if (state != null) {
            compress();
        }
        stateBytes = blockBytes;
    }

    void cycle(JobReading next, Outcome result) {
        frame.octet(Frame.CYCLE);
        values.write(next, reading);
        values.write(result, outcome);
        reading = next;
        outcome = result;
        endFrame();
        if (++cycles == 1) {
            fixedBytes = bytes();
        }
    }

    void event(RecordedEvent event) {
        frame.octet(Frame.EVENT);
        values.write(event, null);
        endFrame();
    }

    private void endFrame() {
        byte[] bytes = frame.toBytes();
        frame.clear();
        raw.varint(bytes.length);
        raw.bytes(ByteBuffer.allocate(4).putInt(Frame.checksum(bytes)).array());
        raw.bytes(bytes);
        if (raw.size() >= BLOCK) {
            compress();
        }
    }

    private void compress() {
        Block block = Block.of(raw.toBytes(), deflater);
        raw.clear();
        blocks.add(block);
        blockBytes += block.bytes();
    }

    /** What it takes in memory. */
    long bytes() {
        return blockBytes + raw.size();
    }

    /** The part of it that the model's state takes. */
    long stateBytes() {
        return stateBytes;
    }

    /** What any segment takes: the model's state, and the first reading in full. */
    long fixedBytes() {
        return fixedBytes;
    }

    int cycles() {
        return cycles;
    }

    Duration from() {
        return from;
    }

    /** What was written so far; the segment goes on. */
    List<Block> soFar() {
        List<Block> all = new ArrayList<>(blocks);
        if (raw.size() > 0) {
            all.add(Block.of(raw.toBytes(), deflater));
        }
        return all;
    }
}
