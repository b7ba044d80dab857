/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LastValuesTest {
    private final LastValues values = new LastValues(4);

    @Test
    void hasNoMedianOfNothing() {
        assertThat(values.median()).isEmpty();
    }

    @Test
    void forgetsTheOldest() {
        for (double value : new double[] {100, 100, 1, 2, 3, 4}) {
            values.add(value);
        }
        assertThat(values.size()).isEqualTo(4);
        assertThat(values.median()).as("the lower of the two in the middle").hasValue(2);
        assertThat(values.quantile(0.95)).hasValue(4);
        assertThat(values.quantile(0)).hasValue(1);
    }
}
