/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingViewTest {
    @Test
    void readsWhatThePageSays() throws JsonProcessingException {
        List<FindingView> findings = FindingView.of(new ObjectMapper().readTree("""
                {"findings": [
                  {"id": "a", "kind": "bottleneck", "severity": "critical", "cause": "external_wait", "reason": "r",
                   "place": {"vertexName": "ledger: Writer", "subtask": 1}, "explainedBy": null},
                  {"id": "b", "kind": "lag_grows", "severity": "info", "cause": "unknown", "reason": "",
                   "place": {"vertexName": null, "subtask": null}, "explainedBy": "a"}]}
                """));

        assertThat(findings).extracting(FindingView::place).containsExactly("ledger: Writer subtask 1", "the job");
        assertThat(findings).extracting(FindingView::isAlarm).containsExactly(true, false);
        assertThat(findings).extracting(FindingView::explained).containsExactly(false, true);
    }

    @Test
    void knowsAVersionWithoutFindings() throws JsonProcessingException {
        assertThat(FindingView.of(new ObjectMapper().readTree("{}"))).isEmpty();
    }
}
