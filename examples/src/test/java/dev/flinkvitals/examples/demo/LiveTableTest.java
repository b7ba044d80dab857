/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LiveTableTest {
    @Test
    void showsEachPartOfTheJobsHealthOnALineOfItsOwn() {
        assertThat(LiveTable.lines(JobViewTest.slowSink(), 200))
                .containsExactly(
                        "  score       55 YELLOW, RUNNING, confidence 0.93",
                        "  components  stability ok, capacity -38, rocksdb unknown",
                        "              capacity: orders-db sink: Writer is busy all the time",
                        "  bottleneck  orders-db sink: Writer: busy 100 %, backpressure 94 % before it",
                        "  load        enrich 4% busy, 94% backpressured; orders-db sink: Writer 100% busy, ? backpressured",
                        "  checkpoint  3.2 s old, exposure 0.6",
                        "  lag         1,200 records, 4.0 s",
                        "  forecast    local_state of tm-1 at 41%, full in 120 s (96 s at the earliest)",
                        "  breaker     active, savepoint triggered at 00:00:09: local_state is full in 96 s; savepoint verified");
    }

    @Test
    void saysUnknownForWhatIsNotKnown() {
        assertThat(LiveTable.lines(JobViewTest.read("{\"band\":\"UNKNOWN\"}"), 200))
                .containsExactly(
                        "  score       unknown UNKNOWN, ?, confidence unknown",
                        "  components  ",
                        "  bottleneck  none",
                        "  load        ",
                        "  checkpoint  unknown old, exposure unknown",
                        "  lag         unknown, unknown",
                        "  breaker     ?");
    }

    @Test
    void cutsLinesAtTheTerminalsWidthSinceWrappedOnesCannotBeRedrawn() {
        assertThat(LiveTable.lines(JobViewTest.slowSink(), 60))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(60))
                .contains("  bottleneck  orders-db sink: Writer: busy 100 %, backpress…");
    }

    @Test
    void fitsIntoOneLineForALog() {
        assertThat(LiveTable.line(JobViewTest.slowSink()))
                .isEqualTo(
                        "score 55 YELLOW [stability ok, capacity -38, rocksdb unknown] bottleneck orders-db sink: Writer"
                                + " | checkpoint 3.2 s | lag 1,200 | local_state of tm-1 at 41%, full in 120 s (96 s at the"
                                + " earliest) | breaker active, savepoint triggered at 00:00:09: local_state is full in 96 s; savepoint"
                                + " verified");
    }
}
