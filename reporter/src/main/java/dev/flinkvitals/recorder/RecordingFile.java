/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

import dev.flinkvitals.recorder.value.ValueReader;
import dev.flinkvitals.recorder.value.ValueWriter;
import dev.flinkvitals.signals.ByteSource;
import dev.flinkvitals.signals.JobReading;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@link Recording} wrote. Of a damaged file it reads what comes before the damage, to the last frame whose
 * checksum holds. Immutable.
 */
public final class RecordingFile {
    private static final int PREFIX = 18;
    private static final int MOST_RAW_BYTES = 512 * 1024 * 1024;
    private static final int CHUNK = 64 * 1024;

    private final byte[] file;
    private final int firstBlock;
    private final RecordingHeader header;

    private RecordingFile(byte[] file, int firstBlock, RecordingHeader header) {
        this.file = file;
        this.firstBlock = firstBlock;
        this.header = header;
    }

    /**
     * Opens a recording.
     *
     * @param file the whole file; not copied
     * @return the recording
     * @throws RecordingException if it is no recording, of a format that this version does not know, or its header is damaged
     */
    public static RecordingFile open(byte[] file) throws RecordingException {
        byte[] magic = Recording.MAGIC;
        if (!Arrays.equals(file, 0, Math.min(magic.length, file.length), magic, 0, magic.length)) {
            throw new RecordingException("not a recording of Flink Vitals");
        }
        if (file.length < PREFIX) {
            throw new RecordingException("damaged: ends within the header at offset " + file.length);
        }
        ByteBuffer in = ByteBuffer.wrap(file, magic.length, file.length - magic.length);
        int version = in.getShort() & 0xFFFF;
        if (version != Recording.VERSION) {
            throw new RecordingException(
                    "of format version " + version + ", this is a reader of version " + Recording.VERSION);
        }
        int length = in.getInt();
        int checksum = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new RecordingException("damaged: ends within the header at offset " + file.length);
        }
        byte[] header = Arrays.copyOfRange(file, PREFIX, PREFIX + length);
        if (Frame.checksum(header) != checksum) {
            throw new RecordingException("damaged: wrong checksum of the header at offset " + PREFIX);
        }
        try {
            RecordingHeader found = new ValueReader(ValueWriter.Mode.VALUES)
                    .read(new ByteSource(header), "header", RecordingHeader.class);
            return new RecordingFile(file, PREFIX + length, found);
        } catch (IllegalArgumentException e) {
            throw new RecordingException("the header cannot be read: " + e.getMessage());
        }
    }

    /** What it is about. */
    public RecordingHeader header() {
        return header;
    }

    /**
     * Reads it from the first frame to the last.
     *
     * @param listener hears of each
     * @return where it could not be read any further; empty if all was read
     */
    public Optional<Damage> read(RecordingListener listener) {
        FrameReader frames = new FrameReader(listener);
        ByteBuffer in = ByteBuffer.wrap(file);
        in.position(firstBlock);
        int blocks = 0;
        while (in.hasRemaining()) {
            int offset = in.position();
            int mark = in.get();
            if (mark == Recording.END_MARK) {
                return end(in, offset, blocks);
            }
            Optional<Damage> damage = mark == Block.MARK
                    ? block(in, offset, frames)
                    : Optional.of(new Damage(offset, "neither a block nor the end"));
            if (damage.isPresent()) {
                return damage;
            }
            blocks++;
        }
        return Optional.of(new Damage(file.length, "no end"));
    }

    private static Optional<Damage> end(ByteBuffer in, int offset, int blocks) {
        if (in.remaining() < 4) {
            return Optional.of(new Damage(offset, "the end is cut off"));
        }
        int counted = in.getInt();
        if (counted != blocks) {
            return Optional.of(new Damage(offset, "found " + blocks + " blocks of " + counted));
        }
        return in.hasRemaining() ? Optional.of(new Damage(in.position(), "bytes after the end")) : Optional.empty();
    }

    private static Optional<Damage> block(ByteBuffer in, int offset, FrameReader frames) {
        if (in.remaining() < Block.HEAD - 1) {
            return Optional.of(new Damage(offset, "a block is cut off"));
        }
        int storedLength = in.getInt();
        int rawLength = in.getInt();
        int checksum = in.getInt();
        boolean whole = storedLength >= 0 && storedLength <= in.remaining();
        byte[] stored = new byte[whole ? storedLength : in.remaining()];
        in.get(stored);
        boolean intact = whole && Block.checksum(storedLength, rawLength, stored) == checksum;
        // Of a damaged block, whatever its lengths say, the frames with right checksums still count.
        byte[] raw = inflate(stored, intact ? rawLength : MOST_RAW_BYTES);
        Optional<String> trouble = frames.read(raw);
        if (!whole) {
            return Optional.of(new Damage(offset, "a block is cut off"));
        }
        if (!intact) {
            return Optional.of(new Damage(offset, "wrong checksum of a block"));
        }
        return trouble.map(what -> new Damage(offset, "in the block: " + what));
    }

    /** As much as there is, up to a limit. */
    private static byte[] inflate(byte[] stored, int most) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(stored);
            byte[] chunk = new byte[CHUNK];
            while (!inflater.finished() && out.size() < Math.min(most, MOST_RAW_BYTES)) {
                int got = inflater.inflate(chunk);
                if (got == 0) {
                    break;
                }
                out.write(chunk, 0, got);
            }
        } catch (DataFormatException e) {
            // What came before is still of use.
        } finally {
            inflater.end();
        }
        return out.toByteArray();
    }

    /** Reads frames, and what they say of readings. */
    private static final class FrameReader {
        private final RecordingListener listener;
        private @Nullable ValueReader values;

        FrameReader(RecordingListener listener) {
            this.listener = listener;
        }

        /** Reads the frames of a block; what is wrong, if something is. */
        Optional<String> read(byte[] raw) {
            ByteSource in = new ByteSource(raw);
            while (!in.isAtEnd()) {
                byte[] frame;
                try {
                    int length = in.nonNegative();
                    int checksum = ByteBuffer.wrap(in.bytes(4)).getInt();
                    frame = in.bytes(length);
                    if (Frame.checksum(frame) != checksum) {
                        return Optional.of("wrong checksum of a frame");
                    }
                } catch (IllegalArgumentException e) {
                    return Optional.of("a frame is cut off");
                }
                try {
                    frame(new ByteSource(frame), frame);
                } catch (IllegalArgumentException e) {
                    return Optional.of("a frame that this version cannot read, " + e.getMessage());
                }
            }
            return Optional.empty();
        }

        private void frame(ByteSource in, byte[] frame) {
            int kind = in.octet();
            if (kind == Frame.BEGIN) {
                int flags = in.octet();
                boolean hasState = (flags & Frame.HAS_STATE) != 0;
                values = new ValueReader(ValueWriter.Mode.VALUES);
                listener.begin(
                        (flags & Frame.CONTINUES) != 0,
                        hasState ? Arrays.copyOfRange(frame, in.position(), frame.length) : null);
                return;
            }
            ValueReader reader = values;
            if (reader == null) {
                throw new IllegalArgumentException("which comes before the first segment");
            }
            if (kind == Frame.CYCLE) {
                JobReading reading = reader.read(in, "reading", JobReading.class);
                listener.cycle(reading, reader.read(in, "outcome", Outcome.class));
            } else if (kind == Frame.EVENT) {
                listener.event(reader.read(in, "event", RecordedEvent.class));
            }
            // Another kind is of a later version, and nothing depends on it.
        }
    }
}
