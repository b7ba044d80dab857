/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.cli;

import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.score.Band;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One line of a replay.
 *
 * @param at when, JobManager's wall clock
 * @param kind what kind of line
 * @param score published score; empty if nothing is known, or before the first cycle
 * @param band its colour
 * @param severity of a finding, in small letters; else empty
 * @param subject what it is about: the finding's id, the event's name, the incident; else empty
 * @param text in words; empty for a cycle
 */
record ReplayRow(Instant at, Kind kind, OptionalDouble score, Band band, String severity, String subject, String text) {
    /** Kinds of lines. */
    enum Kind {
        /** Each reading; only in CSV and JSON. */
        CYCLE,
        /** The band changed, or the score moved by some points. */
        SCORE,
        PHASE,
        /** Open already when the recording begins. */
        FINDING_OPEN,
        FINDING_OPENED,
        FINDING_CLOSED,
        CHECKPOINT_FAILED,
        /** Something that the live run did, as recorded. */
        EVENT,
        /** What the breaker would have decided with the settings of the replay. */
        DECISION,
        /** The assessment is not the one that the live run made. */
        DIFFERENCE;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static ReplayRow of(Instant at, Kind kind, Assessment assessment, String severity, String subject, String text) {
        return new ReplayRow(at, kind, assessment.score(), assessment.band(), severity, subject, text);
    }
}
