/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.examples.orders.CustomerTotal;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TruthLedgerTest {
    private final TruthLedger truth = new TruthLedger();

    @BeforeEach
    void order() {
        truth.add(1, 250);
        truth.add(1, 50);
        truth.add(2, 999);
    }

    @Test
    void countsOrdersAndCustomers() {
        assertThat(truth.orders()).isEqualTo(3);
        assertThat(truth.customers()).isEqualTo(2);
    }

    @Test
    void findsNothingWrongWithEqualTotals() {
        assertThat(truth.mismatches(Map.of(1, new CustomerTotal(2, 300), 2, new CustomerTotal(1, 999))))
                .isEmpty();
    }

    @Test
    void namesCustomersWhoseCountOrAmountDiffers() {
        assertThat(truth.mismatches(Map.of(1, new CustomerTotal(3, 300), 2, new CustomerTotal(1, 998))))
                .containsExactly(1, 2);
    }

    @Test
    void namesCustomersThatOnlyOneSideKnows() {
        assertThat(truth.mismatches(Map.of(1, new CustomerTotal(2, 300), 3, new CustomerTotal(1, 1))))
                .containsExactly(2, 3);
    }
}
