/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.job;

/**
 * A checksum over the numbers of one key in their order: a number that is missing, comes twice or comes in another order
 * gives another checksum. The numbers of a key are {@code key}, {@code key + keys}, {@code key + 2 * keys}, ...
 */
public final class Chain {
    /** Before the first number. */
    public static final long START = 0x9E3779B97F4A7C15L;

    private Chain() {}

    /** The checksum after one more number. */
    static long next(long chain, long number) {
        long mixed = chain ^ number;
        // The finalizer of MurmurHash3: each bit depends on all bits.
        mixed = (mixed ^ (mixed >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }

    /**
     * What the checksum has to be.
     *
     * @param key the key
     * @param keys number of keys
     * @param count how many of the key's numbers
     */
    public static long of(long key, long keys, long count) {
        long chain = START;
        for (long i = 0; i < count; i++) {
            chain = next(chain, key + i * keys);
        }
        return chain;
    }
}
