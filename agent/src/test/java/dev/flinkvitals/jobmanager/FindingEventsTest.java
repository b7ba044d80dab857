/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.export.Event;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.web.Views;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingEventsTest {
    private final List<Event> told = new ArrayList<>();
    private final FindingEvents events = new FindingEvents(Views.JOB, "orders", told::add);
    private final Assessment withFinding = Views.full("orders").assessment();

    @Test
    void tellsTheOpeningOfAFindingOnceWithWhereAndWhyAndWhatToDo() {
        events.tell(withFinding);
        events.tell(withFinding);

        assertThat(told).singleElement().satisfies(event -> {
            assertThat(event.name()).isEqualTo("flink.vitals.finding.opened");
            assertThat(event.severity()).isEqualTo(Event.Severity.WARN);
            assertThat(event.body()).isEqualTo("The job falls behind opened: it waits");
            assertThat(event.attributes())
                    .containsEntry("finding.id", "lag_grows-1")
                    .containsEntry("cause", "external_wait")
                    .containsEntry("vertex.name", "Sink: jdbc")
                    .containsEntry("subtask", 3L)
                    .containsEntry("explained_by", "bottleneck-1")
                    .containsEntry("evidence.busy", 0.98)
                    .containsKeys("action", "since", "job.id");
        });
    }

    @Test
    void closesWhatIsOpenWhenTheJobIsGoneAndOnlyOnce() {
        events.tell(withFinding);

        events.end(Views.AT, "the job is gone");
        events.end(Views.AT, "the job is gone");

        assertThat(told)
                .extracting(Event::name)
                .containsExactly("flink.vitals.finding.opened", "flink.vitals.finding.closed");
        assertThat(told.get(1).body()).isEqualTo("The job falls behind closed (the job is gone): it waits");
    }
}
