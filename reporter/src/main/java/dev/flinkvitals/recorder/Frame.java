/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

import java.util.zip.CRC32;

/** The kinds of frames, by their first byte; {@code docs/flight-recorder.md} describes them. */
final class Frame {
    /** A segment begins: what follows can be read without what came before. */
    static final int BEGIN = 1;

    static final int CYCLE = 2;
    static final int EVENT = 3;

    /** In {@link #BEGIN}: the model is as the frame before left it. */
    static final int CONTINUES = 1;
    /** In {@link #BEGIN}: the rest of the frame is the model's state. */
    static final int HAS_STATE = 2;

    private Frame() {}

    static int checksum(byte[] frame) {
        CRC32 crc = new CRC32();
        crc.update(frame);
        return (int) crc.getValue();
    }
}
