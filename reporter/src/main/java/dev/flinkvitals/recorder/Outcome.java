/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.score.Band;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What the live run made of a reading: enough to tell whether a replay makes the same of it.
 *
 * @param score published score, 0 to 100; empty while nothing was known
 * @param band its colour
 * @param fingerprint of the whole assessment, as {@link Fingerprint} takes it; empty if it could not be taken
 */
public record Outcome(OptionalDouble score, Band band, OptionalLong fingerprint) {
    static Outcome of(Assessment assessment) {
        return new Outcome(assessment.score(), assessment.band(), Fingerprint.of(assessment));
    }
}
