/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.export.ProcessIdentity;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.metrics.SimpleCounter;
import org.junit.jupiter.api.Test;

class IndexIdentityTest {
    private final MetricIndex index = new MetricIndex(() -> 0);

    @Test
    void isATaskManagerIfThereIsOneAndNoJobManager() {
        add("taskmanager", Map.of("<host>", "h", "<tm_id>", "tm-1"));
        add("taskmanager.job.task", Map.of("<host>", "h", "<tm_id>", "tm-1"));

        assertThat(identity()).isEqualTo(new ProcessIdentity("taskmanager", "tm-1", Optional.of("h"), "1"));
    }

    @Test
    void isAJobManagerIfThereIsNoTaskManager() {
        add("jobmanager.job", Map.of("<host>", "h"));

        assertThat(identity()).isEqualTo(new ProcessIdentity("jobmanager", "h:42", Optional.of("h"), "1"));
    }

    @Test
    void isUnknownInAMiniCluster() {
        add("jobmanager", Map.of("<host>", "h"));
        add("taskmanager", Map.of("<host>", "h", "<tm_id>", "tm-1"));

        assertThat(identity().role()).isEqualTo("unknown");
    }

    @Test
    void isUnknownBeforeAnythingIsRegistered() {
        assertThat(identity()).isEqualTo(new ProcessIdentity("unknown", "localhost:42", Optional.empty(), "1"));
    }

    private void add(String scope, Map<String, String> variables) {
        index.added(new SimpleCounter(), "metric", new FakeGroup(scope, variables));
    }

    private ProcessIdentity identity() {
        return IndexIdentity.of(index, 42, "1");
    }
}
