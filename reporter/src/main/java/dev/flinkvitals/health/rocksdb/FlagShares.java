/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.rocksdb;

import java.util.Arrays;

/**
 * Of several flags, the share of the samples within the last window in which each held. The window moves in sixths, so that
 * the memory does not depend on how often is sampled. Until a window has been seen, what was not seen counts as clear: one
 * sample says little. Not thread-safe.
 */
final class FlagShares {
    private static final int BUCKETS = 6;

    private final long windowMillis;
    private final short[] samples;
    private final short[] hits;
    private boolean started;
    private long startMillis;
    private long bucket;

    FlagShares(long windowMillis, int flags) {
        this.windowMillis = windowMillis;
        this.samples = new short[BUCKETS * flags];
        this.hits = new short[BUCKETS * flags];
    }

    /** Moves on to the time of the next samples, and starts over after a gap or if the clock went back. */
    void advance(long nowMillis) {
        long now = Math.floorDiv(nowMillis, Math.max(1, windowMillis / BUCKETS));
        if (!started || now < bucket || now - bucket >= BUCKETS) {
            Arrays.fill(samples, (short) 0);
            Arrays.fill(hits, (short) 0);
            started = true;
            startMillis = nowMillis;
            bucket = now;
        }
        while (bucket < now) {
            bucket++;
            for (int i = slot(); i < samples.length; i += BUCKETS) {
                samples[i] = 0;
                hits[i] = 0;
            }
        }
    }

    void add(int flag, boolean holds) {
        int i = flag * BUCKETS + slot();
        if (samples[i] < Short.MAX_VALUE) {
            samples[i]++;
            hits[i] += (short) (holds ? 1 : 0);
        }
    }

    /** The share at the time of the last sample, 0 to 1; NaN without a sample. */
    double share(int flag, long nowMillis) {
        int taken = 0;
        int held = 0;
        for (int i = flag * BUCKETS; i < (flag + 1) * BUCKETS; i++) {
            taken += samples[i];
            held += hits[i];
        }
        double seen = Math.min(1, (double) (nowMillis - startMillis) / windowMillis);
        return taken == 0 ? Double.NaN : seen * held / taken;
    }

    private int slot() {
        return Math.floorMod(bucket, BUCKETS);
    }
}
