/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flinkvitals.examples.faults.scenarios.Scenarios;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultRunTest {
    private static final FaultScenario SLOW_SINK =
            Scenarios.named(List.of("slow-sink")).get(0);
    private static final FaultScenario STEADY =
            Scenarios.named(List.of("steady")).get(0);

    @Test
    void writesWhatWasFound() {
        Judge judge = new Judge(SLOW_SINK.truth());
        judge.see(
                7.25, List.of(Findings.bottleneck("ledger: Writer", "cpu"), Findings.ofJob("gc_pressure", "warning")));

        ObjectNode json = FaultRun.judged(SLOW_SINK, 2, judge).toJson();

        assertThat(json.path("fault").asText()).isEqualTo("slow-sink");
        assertThat(json.path("repetition").asInt()).isEqualTo(2);
        assertThat(json.path("detected_s").asDouble()).isEqualTo(7.3);
        assertThat(json.path("cause").asText()).isEqualTo("cpu");
        assertThat(json.path("cause_right").asBoolean(true)).isFalse();
        assertThat(json.path("vertex_right").asBoolean(false)).isTrue();
        assertThat(json.path("false_alarms").asInt()).isEqualTo(1);
        assertThat(json.path("alarms").get(0).path("kind").asText()).isEqualTo("gc_pressure");
        assertThat(json.path("ok").asBoolean(true)).isFalse();
    }

    @Test
    void isWrongIfTheFaultWasNotDetected() {
        FaultRun run = FaultRun.judged(SLOW_SINK, 1, new Judge(SLOW_SINK.truth()));

        assertThat(run.ok()).isFalse();
        assertThat(run.toJson().path("detected_s").isNull()).isTrue();
        assertThat(run.toText()).contains("not detected");
    }

    @Test
    void isRightAboutAControlOfWhichNothingIsSaid() {
        FaultRun run = FaultRun.judged(STEADY, 1, new Judge(STEADY.truth()));

        assertThat(run.ok()).isTrue();
        assertThat(run.toJson().path("cause_right").isNull()).isTrue();
    }

    @Test
    void isWrongIfItCouldNotBePlayed() {
        FaultRun run = FaultRun.failed(STEADY, 1, "the process taskmanager-1 ended");

        assertThat(run.ok()).isFalse();
        assertThat(run.toText()).contains("taskmanager-1");
    }
}
