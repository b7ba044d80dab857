/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricType;
import org.apache.flink.metrics.SimpleCounter;
import org.junit.jupiter.api.Test;

class MetricIndexTest {
    private final MetricIndex index = new MetricIndex(() -> 1_000);

    @Test
    void namesSeriesAsFlinksOwnReporterDoes() {
        index.added(new SimpleCounter(), "numRecordsIn", FakeGroup.ofTask("taskmanager.job.task", 3, 0));

        Series series = index.series().iterator().next();
        assertThat(series.name()).isEqualTo("flink.taskmanager.job.task.numRecordsIn");
        assertThat(series.kind()).isEqualTo(MetricType.COUNTER);
        assertThat(series.registeredMillis()).isEqualTo(1_000);
        assertThat(series.attributes())
                .containsEntry("subtask_index", "3")
                .containsEntry("job_name", "orders")
                .doesNotContainKey("<job_name>");
    }

    @Test
    void keepsOneMetricObjectThatIsRegisteredInTwoGroupsApart() {
        Counter shared = new SimpleCounter();
        FakeGroup first = FakeGroup.ofTask("taskmanager.job.task", 0, 0);
        FakeGroup second = FakeGroup.ofTask("taskmanager.job.task", 1, 0);
        index.added(shared, "mine", first);
        index.added(shared, "mine", second);

        index.removed(shared, "mine", first);

        assertThat(index.series())
                .singleElement()
                .satisfies(
                        series -> assertThat(series.variable("<subtask_index>")).isEqualTo("1"));
    }

    @Test
    void isEmptyAfterEverythingWasRemoved() {
        Counter counter = new SimpleCounter();
        FakeGroup group = FakeGroup.ofTask("taskmanager.job.task", 0, 0);
        index.added(counter, "one", group);
        index.added(counter, "two", group);
        index.removed(counter, "one", group);
        index.removed(counter, "two", group);

        assertThat(index.series()).isEmpty();
    }

    @Test
    void ignoresTheRemovalOfWhatItDoesNotKnow() {
        index.removed(new SimpleCounter(), "unknown", new FakeGroup("jobmanager", Map.of()));

        assertThat(index.series()).isEmpty();
    }
}
