/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "10 s, PT10S",
        "10s, PT10S",
        "500 ms, PT0.5S",
        "250, PT0.25S",
        "3 MIN, PT3M",
        "3 m, PT3M",
        "2 hours, PT2H",
        "1 d, PT24H",
        "7 µs, PT0.000007S",
        "9 nanos, PT0.000000009S",
        "PT10S, PT10S",
        "p1d, PT24H"
    })
    void readsFlinksSyntax(String text, Duration expected) {
        assertThat(Durations.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "1.5 s", "10 parsecs", "99999999999999999999 s", "PT", "1 s 2"})
    void refusesEverythingElse(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 0 s", "PT0.5S, 500 ms", "PT90S, 90 s", "PT90M, 90 min", "PT48H, 2 d", "PT0.0000005S, 500 ns"})
    void showsTheLargestUnitThatLeavesAWholeNumber(Duration duration, String expected) {
        assertThat(Durations.format(duration)).isEqualTo(expected);
    }

    @Test
    void readsMemorySizesInPowersOf1024() {
        assertThat(MemorySizes.parseBytes("64 mb")).contains(64L << 20);
        assertThat(MemorySizes.parseBytes("1g")).contains(1L << 30);
        assertThat(MemorySizes.parseBytes("2 Tebibytes")).contains(2L << 40);
        assertThat(MemorySizes.parseBytes("1024")).contains(1024L);
        assertThat(MemorySizes.parseBytes("9999999999 t")).isEmpty();
        assertThat(MemorySizes.parseBytes("-1 mb")).isEmpty();
        assertThat(MemorySizes.parseBytes("1.5 g")).isEmpty();
    }
}
