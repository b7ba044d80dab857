/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

import java.time.Duration;
import java.util.List;

/**
 * A segment that is full.
 *
 * @param blocks its blocks
 * @param to monotonic time of its end
 * @param cycles readings in it
 * @param bytes what it takes
 */
record Segment(List<Block> blocks, Duration to, int cycles, long bytes) {
    Segment {
        blocks = List.copyOf(blocks);
    }

    static Segment of(List<Block> blocks, Duration to, int cycles) {
        return new Segment(
                blocks, to, cycles, blocks.stream().mapToLong(Block::bytes).sum());
    }
}
