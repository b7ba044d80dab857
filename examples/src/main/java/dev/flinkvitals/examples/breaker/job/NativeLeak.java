/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.job;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.Deflater;

/**
 * Memory that the JVM's own limits do not see: compressors that are used once and never ended, a leak that libraries really
 * have. It lasts as long as the process, also when the job is restarted in it. Not thread safe.
 */
final class NativeLeak {
    /** Window, hash chains, hash heads and pending output of zlib at its default level. */
    private static final int BYTES_EACH = 268_000;

    /** Enough to touch all pages of the window. */
    private static final int INPUT_BYTES = 128 * 1024;

    private final List<Object> leaked = keptByTheProcess();
    private final byte[] input = new byte[INPUT_BYTES];
    private final byte[] output = new byte[16 * 1024];
    private double owedBytes;
    private long lastNanos = System.nanoTime();

    NativeLeak() {
        // Of few different bytes, so that it can be compressed.
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < input.length; i++) {
            input[i] = (byte) random.nextInt(16);
        }
    }

    /** Held by what outlives the job's classes. */
    @SuppressWarnings("unchecked")
    private static List<Object> keptByTheProcess() {
        return (List<Object>) System.getProperties()
                .computeIfAbsent(NativeLeak.class.getName(), name -> Collections.synchronizedList(new ArrayList<>()));
    }

    /**
     * Leaks what the time since the last call is worth.
     *
     * @param bytesPerSecond how fast
     */
    void leak(double bytesPerSecond) {
        long now = System.nanoTime();
        owedBytes += (now - lastNanos) / 1e9 * bytesPerSecond;
        lastNanos = now;
        while (owedBytes >= BYTES_EACH) {
            owedBytes -= BYTES_EACH;
            Deflater deflater = new Deflater();
            deflater.setInput(input);
            while (!deflater.needsInput()) {
                deflater.deflate(output);
            }
            leaked.add(deflater);
        }
    }
}
