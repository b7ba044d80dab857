/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurveTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "1.5, 0", "1.75, 0.25", "2, 0.5", "2.5, 0.75", "3, 1", "99, 1"})
    void risesThroughItsThreePoints(double value, double severity) {
        assertThat(new Curve(1.5, 2, 3).severity(value)).isEqualTo(severity, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"300, 0", "240, 0", "180, 0.25", "120, 0.5", "75, 0.75", "30, 1", "0, 1"})
    void fallsWhereLessIsWorse(double minutesLeft, double severity) {
        assertThat(new Curve(240, 120, 30).severity(minutesLeft)).isEqualTo(severity, within(1e-9));
    }

    @Test
    void refusesPointsWithoutDirection() {
        assertThatThrownBy(() -> new Curve(1, 3, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("curve: expected rising or falling points, found 1.0, 3.0, 2.0");
    }
}
