/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.ledger;

import java.util.Comparator;

/**
 * One entry of the ledger. The order is that of leaderships and, within one, of writing: clocks do not matter.
 *
 * @param by whose entry it is
 * @param sequence its number within the leadership, from 0
 * @param fact what it says
 */
public record LedgerEntry(Leadership by, long sequence, LedgerFact fact) implements Comparable<LedgerEntry> {
    private static final Comparator<LedgerEntry> ORDER =
            Comparator.comparing(LedgerEntry::by).thenComparingLong(LedgerEntry::sequence);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public LedgerEntry {
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence: expected 0 or more, found " + sequence);
        }
    }

    /** What an entry's file is to be called. */
    public EntryName name() {
        return new EntryName(fact.at(), by, sequence, fact.kind().label());
    }

    @Override
    public int compareTo(LedgerEntry other) {
        return ORDER.compare(this, other);
    }
}
