/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import static dev.flinkvitals.breaker.ledger.Facts.NOON;
import static dev.flinkvitals.breaker.ledger.Facts.memory;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.breaker.Surroundings;
import dev.flinkvitals.breaker.ledger.EntryKind;
import dev.flinkvitals.breaker.ledger.LedgerFact;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerGateTest {
    private final MemoryLedger ledger = new MemoryLedger();
    private final LedgerGate gate = new LedgerGate(Optional.of(ledger));
    private Duration elapsed = Duration.ZERO;

    private void cycle() {
        gate.cycle(later());
    }

    private Tick later() {
        elapsed = elapsed.plusSeconds(10);
        return new Tick(NOON.plus(elapsed), elapsed);
    }

    private List<LedgerFact> record(int count) {
        List<LedgerFact> facts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            facts.add(memory(EntryKind.REFUSED, NOON.plusSeconds(i)));
        }
        facts.forEach(gate::record);
        return facts;
    }

    @Test
    void whatWasRecordedInACycleIsHandedOverInThatCycle() {
        cycle();
        cycle();
        List<LedgerFact> facts = record(10);
        gate.flush(later());

        assertThat(ledger.facts).containsExactlyElementsOf(facts);
    }

    @Test
    void whatCouldNotBeWrittenIsTriedAgainInItsOrder() {
        cycle();
        cycle();
        ledger.broken = true;
        List<LedgerFact> facts = record(5);
        cycle();
        cycle();
        assertThat(gate.state()).isNotEqualTo(Surroundings.Ledger.READY);

        ledger.broken = false;
        for (int i = 0; i < 10; i++) {
            cycle();
        }

        assertThat(ledger.facts).containsExactlyElementsOf(facts);
        assertThat(gate.state()).isEqualTo(Surroundings.Ledger.READY);
    }

    @Test
    void whatIsLeftIsHandedOverAtTheEnd() {
        cycle();
        cycle();
        List<LedgerFact> facts = record(3);
        gate.close();

        assertThat(ledger.facts).containsExactlyElementsOf(facts);
        assertThat(ledger.closed).isTrue();
    }
}
