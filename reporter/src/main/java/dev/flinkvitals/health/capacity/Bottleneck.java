/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.capacity;

import dev.flinkvitals.health.judgement.Place;

/**
 * The vertex that holds the job back.
 *
 * @param place vertex, and the subtask if the load is skewed
 * @param kind what kind of bottleneck
 * @param busyRatio highest busy share among its subtasks, 0 to 1
 * @param upstreamBackPressure highest backpressured share of the vertices that feed it, 0 to 1
 * @param confidence 0 to 1
 * @param reason in words
 */
public record Bottleneck(
        Place place, Kind kind, double busyRatio, double upstreamBackPressure, double confidence, String reason) {
    /** How the vertex is overloaded. */
    public enum Kind {
        /** All its subtasks are busy. */
        UNIFORM,
        /** One subtask is much busier than the others. */
        SKEW,
        /** A source that computes all the time. */
        SOURCE_BUSY,
        /** A source that is not busy, yet falls behind: it waits for its input. */
        SOURCE_FETCH_BOUND,
        /** A source that reads nothing although records wait, or although it is busy all the time. */
        SOURCE_STUCK
    }
}
