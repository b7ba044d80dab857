/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flinkvitals.breaker.ledger.EntryKind;
import dev.flinkvitals.breaker.ledger.Facts;
import dev.flinkvitals.breaker.ledger.LedgerFact;
import dev.flinkvitals.breaker.ledger.PastActions;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LedgerSessionTest {
    private static final LedgerFact TRIGGERED = Facts.memory(EntryKind.TRIGGERED, Facts.NOON.plusSeconds(10));

    /** The leader before claims an action right before one access of the next leader, whichever that is. */
    private static final class Between extends MemoryFiles {
        private final MemoryFiles shared;
        private final LedgerSession before;
        private int left;
        private boolean triggers;

        Between(MemoryFiles shared, LedgerSession before, int accesses) {
            super(true);
            this.shared = shared;
            this.before = before;
            this.left = accesses;
        }

        @Override
        void access(String name) throws IOException {
            if (left-- == 0) {
                try {
                    // Its last look comes after its claim.
                    triggers = before.claim(TRIGGERED, claim -> true).won() && before.isNewest();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
            content.putAll(shared.content);
        }

        @Override
        public void create(String name, byte[] bytes) throws IOException {
            super.create(name, bytes);
            shared.create(name, bytes);
        }
    }

    @Test
    void whatTheLeaderBeforeTriggersAtTheLastMomentIsKnownToTheNextOne() throws Exception {
        int triggered = 0;
        int held = 0;
        for (int accesses = 0; accesses < 40; accesses++) {
            MemoryFiles shared = new MemoryFiles(true);
            LedgerSession before = new LedgerSession(() -> shared, "aaaaaaaaaaaa");
            before.open(Facts.NOON, () -> false);
            Between between = new Between(shared, before, accesses);

            PastActions past =
                    new LedgerSession(() -> between, "bbbbbbbbbbbb").open(Facts.NOON.plusSeconds(20), () -> false);

            if (between.triggers) {
                assertThat(past.job(Facts.JOB).actions())
                        .as("claimed before access %d", accesses)
                        .hasSize(1);
                triggered++;
            } else {
                held++;
            }
        }
        assertThat(triggered).isPositive();
        assertThat(held).isPositive();
    }

    @Test
    void ownLeadershipIsNoPast() throws Exception {
        MemoryFiles files = new MemoryFiles(true);
        LedgerSession session = new LedgerSession(() -> files, "aaaaaaaaaaaa");

        assertThat(session.open(Facts.NOON, () -> false).newest()).isEmpty();
        assertThat(session.isNewest()).isTrue();
    }

    @Test
    void aLeadershipThatWasBegunIsNotBegunAgainBecauseTheReadingFailed() throws Exception {
        MemoryFiles files = new MemoryFiles(true);
        LedgerSession session = new LedgerSession(() -> files, "aaaaaaaaaaaa");

        assertThatThrownBy(() -> session.open(Facts.NOON, () -> !files.content.isEmpty()))
                .isInstanceOf(IOException.class);
        session.open(Facts.NOON, () -> false);

        assertThat(files.list("leaders")).hasSize(1);
    }

    @Test
    void aLeaderThatWasOvertakenByOneThatDoesNotLeadBeginsAgainAndKnowsAllOfIt() throws Exception {
        MemoryFiles files = new MemoryFiles(true);
        LedgerSession session = new LedgerSession(() -> files, "aaaaaaaaaaaa");
        LedgerSession other = new LedgerSession(() -> files, "bbbbbbbbbbbb");
        session.open(Facts.NOON, () -> false);
        session.claim(TRIGGERED, claim -> true);
        other.open(Facts.NOON, () -> false);
        assertThat(session.isNewest()).isFalse();

        PastActions past = session.open(Facts.NOON.plusSeconds(120), () -> false);

        assertThat(session.isNewest()).isTrue();
        assertThat(past.newest()).isEqualTo(other.leadership());
        assertThat(past.job(Facts.JOB).actions()).hasSize(1);
    }
}
