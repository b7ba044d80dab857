/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.inspect;

import java.util.Locale;

/**
 * Something about a snapshot that will hurt when it is restored.
 *
 * @param kind what
 * @param operator which operator, by its label
 * @param text the finding, for people
 */
public record SnapshotFinding(Kind kind, String operator, String text) {
    /** What is found. */
    public enum Kind {
        /** A file that the metadata names is not there, or shorter: the snapshot cannot be restored. */
        MISSING_FILES,
        /** What describes a state is there, but damaged. */
        UNREADABLE_STATE,
        /** The operator has state and no uid. */
        NO_UID,
        /** A serializer that allows no change of the type. */
        CANNOT_EVOLVE;

        /** Name in JSON. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
