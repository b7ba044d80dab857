/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BreakerViewTest {
    @Test
    void tellsTheFirstDecisionOfAKindAndWhatStoodInItsWay() throws JsonProcessingException {
        BreakerView view = BreakerView.of(json("""
                {"breaker": {"decisions": [
                  {"at": "2026-01-01T00:00:09Z", "action": "savepoint", "outcome": "refused", "checks": []},
                  {"at": "2026-01-01T00:00:05Z", "action": "savepoint", "outcome": "refused", "incident": "i",
                   "reason": "r", "checks": [
                     {"rule": "canary", "verdict": "fail"}, {"rule": "time", "verdict": "unknown"},
                     {"rule": "leader", "verdict": "pass"}]}]}}
                """));

        assertThat(view.firstDecision("savepoint", "refused")).hasValueSatisfying(decision -> {
            assertThat(decision.at()).contains(Instant.parse("2026-01-01T00:00:05Z"));
            assertThat(decision.obstacles()).containsExactly("canary", "time");
            assertThat(decision.failed()).as("left open is not no").containsExactly("canary");
            assertThat(decision.isRefusal()).isTrue();
        });
        assertThat(view.firstDecision("savepoint", "triggered")).isEmpty();
    }

    @Test
    void aSavepointEndsWhenItsTimeIsOver() throws JsonProcessingException {
        BreakerView view = BreakerView.of(json("""
                {"breaker": {"snapshots": [
                  {"action": "savepoint", "startedAt": "2026-01-01T00:01:00Z", "seconds": null, "result": "in_flight"},
                  {"action": "savepoint", "startedAt": "2026-01-01T00:00:00Z", "seconds": 1.5, "result": "verified",
                   "path": "file:/s"}]}}
                """));

        assertThat(view.firstVerifiedSavepoint())
                .hasValueSatisfying(savepoint ->
                        assertThat(savepoint.endedAt()).contains(Instant.parse("2026-01-01T00:00:01.500Z")));
        assertThat(view.snapshots().get(0).endedAt()).isEmpty();
    }

    @Test
    void knowsWhatDidHarmAndWhatHappenedToTheCircuits() throws JsonProcessingException {
        BreakerView view = BreakerView.of(json("""
                {"breaker": {"snapshots": [
                  {"action": "checkpoint", "probe": true, "result": "completed", "outcome": "unharmed"},
                  {"action": "savepoint", "probe": false, "result": "failed", "error": "503", "outcome": "harmful"}],
                  "transitions": [{"at": "2026-01-01T00:00:00Z", "kind": "circuit_opened", "action": "savepoint",
                   "text": "open after failures"}]}}
                """));

        assertThat(view.harmful()).isEqualTo(1);
        assertThat(view.savepoints()).singleElement().satisfies(savepoint -> {
            assertThat(savepoint.error()).contains("503");
            assertThat(savepoint.probe()).isFalse();
        });
        assertThat(view.happened("circuit_opened", "savepoint")).isTrue();
        assertThat(view.happened("circuit_opened", "checkpoint")).isFalse();
    }

    @Test
    void anEntryWithoutABreakerSaysNothing() throws JsonProcessingException {
        assertThat(BreakerView.of(json("{}"))).satisfies(view -> {
            assertThat(view.decisions()).isEmpty();
            assertThat(view.snapshots()).isEmpty();
        });
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }
}
