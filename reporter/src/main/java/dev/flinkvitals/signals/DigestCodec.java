/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

/**
 * The wire form of a {@link TaskManagerDigest}. JobManager and TaskManagers may run different versions of the agent while
 * a cluster is being upgraded, therefore:
 *
 * <ul>
 *   <li>the first byte is the version: the upper half changes when older readers cannot read the bytes any more and such
 *       bytes are refused; the lower half changes when fields are added;
 *   <li>each record has its length in front, and fields are only ever appended: an older reader skips what it does not
 *       know.
 * </ul>
 *
 * <p>After the version comes one record: table of vertex ids, table of strings, sequence, process, jobs. Whole numbers are
 * varints; optional values have a presence bitmap; times, watermarks and cache sizes are written as the difference to the
 * previous record of the list, because they hardly differ between subtasks. A number that is not finite is written as absent.
 *
 * <p>Stateless, therefore thread safe.
 */
public final class DigestCodec {
    static final int MAJOR = 1;
    static final int MINOR = 2;

    private DigestCodec() {}

    /**
     * Writes a digest.
     *
     * @param digest the digest
     * @return its wire form
     */
    public static byte[] encode(TaskManagerDigest digest) {
        ByteSink out = new ByteSink();
        out.octet(MAJOR << 4 | MINOR);
        out.record(body -> new DigestEncoder(digest).write(body));
        return out.toBytes();
    }

    /**
     * Reads a digest. Memory use is bounded by a small multiple of the length of the input.
     *
     * @param bytes what {@link #encode} of this or another version wrote
     * @return the digest
     * @throws DigestFormatException if the bytes are not a digest, or one of an incompatible version
     */
    public static TaskManagerDigest decode(byte[] bytes) {
        ByteSource in = new ByteSource(bytes);
        int version = in.octet();
        if (version >> 4 != MAJOR) {
            throw new DigestFormatException("digest: version " + (version >> 4) + "." + (version & 0xF)
                    + " at offset 0; this agent reads version " + MAJOR);
        }
        return in.record(body -> new DigestDecoder().read(body));
    }
}
