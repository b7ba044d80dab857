/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

import java.util.Optional;

/**
 * What came of a replay.
 *
 * @param cycles readings that were judged
 * @param equal assessments that are the recorded ones to the last bit
 * @param different assessments that are not
 * @param cold why the replay could not start from what the live model knew; empty if it did
 * @param damage where the file could not be read any further; empty if all was read
 */
public record ReplayResult(int cycles, int equal, int different, Optional<String> cold, Optional<Damage> damage) {
    /** Whether every assessment was compared and is equal. */
    public boolean provesEqual() {
        return cycles > 0 && equal == cycles;
    }
}
