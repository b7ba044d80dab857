/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.examples.demo.DemoResult.Otlp;
import dev.flinkvitals.examples.demo.DemoResult.Restore;
import dev.flinkvitals.examples.demo.DemoResult.SlowSink;
import dev.flinkvitals.examples.demo.DemoResult.StateLeak;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DemoResultTest {
    private static final DemoResult ALL = new DemoResult(
            new SlowSink(
                    OptionalDouble.of(9.04), Optional.of("orders-db sink: Writer"), true, Optional.of("external_wait")),
            new StateLeak(
                    OptionalDouble.of(31.25), OptionalDouble.of(36.5), Optional.of("local_state"), Optional.of("tm-1")),
            new Restore(200, Optional.of(0)),
            new Otlp(180, 54_321, 4, true),
            171.96);

    @Test
    void writesTheSummaryWithStableNames() {
        assertThat(ALL.toJson()).hasToString("""
                {"ok":true,"faults":[\
                {"name":"slow-sink","detected_s":9.0,"culprit":"orders-db sink: Writer","culprit_right":true,\
                "cause":"external_wait"},\
                {"name":"state-leak","forecast_s":31.3,"savepoint_verified_s":36.5,\
                "cause":"local_state","place":"tm-1"}],\
                "restore":{"ok":true,"keys":200,"lost":0},\
                "otlp":{"metric_names":180,"points":54321,"log_records":4},"seconds":172.0}""");
    }

    @Test
    void writesNullForWhatHasNotHappened() {
        assertThat(DemoResult.NOTHING.after(12).toJson()).hasToString("""
                {"ok":false,"faults":[\
                {"name":"slow-sink","detected_s":null,"culprit":null,"culprit_right":false,"cause":null},\
                {"name":"state-leak","forecast_s":null,"savepoint_verified_s":null,\
                "cause":null,"place":null}],\
                "restore":{"ok":false,"keys":0,"lost":null},\
                "otlp":{"metric_names":0,"points":0,"log_records":0},"seconds":12.0}""");
    }

    @Test
    void tellsPeopleWhatHappened() {
        assertThat(ALL.toText())
                .containsExactly(
                        "",
                        "Summary",
                        "  ok      slow-sink:  detected after 9.0 s, culprit orders-db sink: Writer, cause"
                                + " external_wait",
                        "  ok      state-leak: forecast after 31.3 s, savepoint verified after 36.5 s, cause"
                                + " local_state at tm-1",
                        "  ok      restore:    200 customers compared, 0 with something lost",
                        "  ok      otlp:       180 metric names, 54,321 points, 4 log records",
                        "  ok      172 s in all");
    }

    @Test
    void isOkOnlyIfAllOfItHappened() {
        assertThat(ALL.ok()).isTrue();
    }

    static Stream<Arguments> incomplete() {
        return Stream.of(
                Arguments.argumentSet("nothing", DemoResult.NOTHING),
                Arguments.argumentSet(
                        "a wrong culprit",
                        ALL.with(new SlowSink(
                                OptionalDouble.of(9), Optional.of("enrich"), false, Optional.of("external_wait")))),
                Arguments.argumentSet(
                        "no forecast",
                        ALL.with(new StateLeak(
                                OptionalDouble.empty(),
                                OptionalDouble.of(1),
                                Optional.of("local_state"),
                                Optional.of("tm-1")))),
                Arguments.argumentSet(
                        "no savepoint",
                        ALL.with(new StateLeak(
                                OptionalDouble.of(1),
                                OptionalDouble.empty(),
                                Optional.of("local_state"),
                                Optional.of("tm-1")))),
                Arguments.argumentSet("a lost order", ALL.with(new Restore(200, Optional.of(1)))),
                Arguments.argumentSet("no customer", ALL.with(new Restore(0, Optional.of(0)))),
                Arguments.argumentSet("no metric", ALL.with(new Otlp(0, 0, 4, true))),
                Arguments.argumentSet("no decision", ALL.with(new Otlp(180, 54_321, 3, false))));
    }

    @ParameterizedTest
    @MethodSource("incomplete")
    void isNotOkWith(DemoResult result) {
        assertThat(result.ok()).isFalse();
    }
}
