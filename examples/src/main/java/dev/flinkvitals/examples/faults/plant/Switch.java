/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.plant;

/** Names of the switches. */
public final class Switch {
    /** Messages per second that arrive in all lanes of the source. */
    public static final String ARRIVALS = "source.arrivals";
    /** Share of the messages that are about one and the same key, 0 to 1. */
    public static final String HOT_SHARE = "source.hot-share";
    /** 1: messages wait, but the source does not get them. */
    public static final String STUCK = "source.stuck";
    /** Processor time that scoring takes for each message, microseconds. */
    public static final String SCORE_MICROS = "score.compute-micros";
    /** Time that combining takes for each message, microseconds, without using the processor. */
    public static final String COMBINE_MICROS = "combine.rest-micros";
    /** 1: what combining remembers is never removed. */
    public static final String LEAK = "combine.leak";
    /** Bytes per second that each process can write to the storage; 0: no limit. */
    public static final String STORAGE_BANDWIDTH = "storage.bandwidth";
    /** 1: the storage refuses each write. */
    public static final String STORAGE_REFUSES = "storage.refuses";

    /** 1: the storage answers no write until this is 0 again. */
    public static final String STORAGE_HANGS = "storage.hangs";

    /** 1: the storage refuses writes of savepoints, and of nothing else: their bucket is full, say. */
    public static final String STORAGE_REFUSES_SAVEPOINTS = "storage.refuses-savepoints";

    private Switch() {}
}
