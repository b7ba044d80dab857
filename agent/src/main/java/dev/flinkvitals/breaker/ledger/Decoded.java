/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.ledger;

import java.util.function.Function;

/** What comes of reading an entry. */
public sealed interface Decoded {
    /** Calls the function of this case. */
    <R> R fold(Function<Intact, R> onIntact, Function<Damaged, R> onDamaged, Function<Newer, R> onNewer);

    /**
     * An entry, whole.
     *
     * @param entry the entry
     */
    record Intact(LedgerEntry entry) implements Decoded {
        @Override
        public <R> R fold(Function<Intact, R> onIntact, Function<Damaged, R> onDamaged, Function<Newer, R> onNewer) {
            return onIntact.apply(this);
        }
    }

    /**
     * Torn, changed, or no entry at all.
     *
     * @param reason in words
     */
    record Damaged(String reason) implements Decoded {
        @Override
        public <R> R fold(Function<Intact, R> onIntact, Function<Damaged, R> onDamaged, Function<Newer, R> onNewer) {
            return onDamaged.apply(this);
        }
    }

    /**
     * Whole, and written by a version that knows more than this one: what it means is not known.
     *
     * @param reason in words
     */
    record Newer(String reason) implements Decoded {
        @Override
        public <R> R fold(Function<Intact, R> onIntact, Function<Damaged, R> onDamaged, Function<Newer, R> onNewer) {
            return onNewer.apply(this);
        }
    }
}
