/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Some frames, compressed.
 *
 * @param stored the compressed bytes; nobody writes to them
 * @param rawLength their length before
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Block(byte[] stored, int rawLength) {
    static final int MARK = 'B';
    /** Bytes in front of the compressed ones: mark, two lengths, checksum. */
    static final int HEAD = 13;

    private static final int CHUNK = 8192;

    static Block of(byte[] raw, Deflater deflater) {
        deflater.reset();
        deflater.setInput(raw);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length / 4 + 64);
        byte[] chunk = new byte[CHUNK];
        while (!deflater.finished()) {
            out.write(chunk, 0, deflater.deflate(chunk));
        }
        return new Block(out.toByteArray(), raw.length);
    }

    /** What it takes in memory, and in a file. */
    int bytes() {
        return HEAD + stored.length;
    }

    void writeTo(DataOutputStream out) throws IOException {
        out.writeByte(MARK);
        out.writeInt(stored.length);
        out.writeInt(rawLength);
        out.writeInt(checksum(stored.length, rawLength, stored));
        out.write(stored);
    }

    static int checksum(int storedLength, int rawLength, byte[] stored) {
        CRC32 crc = new CRC32();
        crc.update(ByteBuffer.allocate(8).putInt(storedLength).putInt(rawLength).array());
        crc.update(stored);
        return (int) crc.getValue();
    }
}
