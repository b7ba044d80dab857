/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.ledger;

import java.time.Instant;

/**
 * A file of the ledger from which nothing is concluded.
 *
 * @param file its name
 * @param at when it was written, as far as its name and place tell; never earlier
 * @param restrains whether it may forbid what would be allowed without it
 * @param reason why it could not be read, in words
 */
public record Unreadable(String file, Instant at, boolean restrains, String reason) {
    /** An entry with a proper name. */
    public static Unreadable of(EntryName name, String reason) {
        return new Unreadable(name.file(), name.at(), name.restrains(), reason);
    }
}
