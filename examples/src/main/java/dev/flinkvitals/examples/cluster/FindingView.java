/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;

/**
 * A finding as {@code /vitals/api/v1/jobs} tells it.
 *
 * @param id unique within the job
 * @param kind what is wrong, such as {@code bottleneck}
 * @param severity info, warning or critical
 * @param cause why, as a label
 * @param reason why, in words
 * @param vertex name of the vertex; empty if it is about the job or a process
 * @param subtask index of the subtask; empty if it is about more than one
 * @param process the TaskManager; empty if it is about a vertex or the job
 * @param explained whether another finding explains it: it is a symptom
 */
public record FindingView(
        String id,
        String kind,
        String severity,
        String cause,
        String reason,
        Optional<String> vertex,
        OptionalInt subtask,
        Optional<String> process,
        boolean explained) {
    /**
     * The open findings of a job, in the product's order.
     *
     * @param job the job's entry
     */
    public static List<FindingView> of(JsonNode job) {
        return StreamSupport.stream(job.path("findings").spliterator(), false)
                .map(FindingView::finding)
                .toList();
    }

    private static FindingView finding(JsonNode json) {
        JsonNode place = json.path("place");
        return new FindingView(
                json.path("id").asText(),
                json.path("kind").asText(),
                json.path("severity").asText(),
                json.path("cause").asText(),
                json.path("reason").asText(),
                Optional.of(place.path("vertexName"))
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::asText),
                place.path("subtask").isNumber()
                        ? OptionalInt.of(place.path("subtask").asInt())
                        : OptionalInt.empty(),
                Optional.of(place.path("process")).filter(JsonNode::isTextual).map(JsonNode::asText),
                json.path("explainedBy").isTextual());
    }

    /** Whether somebody would be told of it. */
    public boolean isAlarm() {
        return !severity.equals("info");
    }

    /** Where it is, in words. */
    public String place() {
        String name = vertex.or(() -> process.map(id -> "TaskManager " + id)).orElse("the job");
        return subtask.isPresent() ? name + " subtask " + subtask.getAsInt() : name;
    }
}
