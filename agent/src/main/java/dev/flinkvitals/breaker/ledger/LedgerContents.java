/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.ledger;

import java.util.List;
import java.util.Optional;

/**
 * What a ledger held when it was read.
 *
 * @param entries the entries, in any order
 * @param unreadable files that are no entries
 * @param newest the latest leadership of which there is any sign
 */
public record LedgerContents(List<LedgerEntry> entries, List<Unreadable> unreadable, Optional<Leadership> newest) {
    /** Nothing was ever written. */
    public static final LedgerContents EMPTY = new LedgerContents(List.of(), List.of(), Optional.empty());

    /** Copies the lists. */
    public LedgerContents {
        entries = List.copyOf(entries);
        unreadable = List.copyOf(unreadable);
    }
}
