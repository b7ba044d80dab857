/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads what the product says on the JobManager's web port. Thread safe. */
public final class VitalsClient {
    /**
     * Reads from a JobManager.
     *
     * @param rest address of its web port
     */
    public VitalsClient(URI rest) {}

    /** The page's HTML. */
    public String page() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** The document of {@code /vitals/api/v1/jobs}; empty if the product does not answer (yet). */
    public Optional<JsonNode> document() {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /** The entry of one job; empty if the product does not answer or does not know the job (yet). */
    public Optional<JsonNode> job(String jobId) {
        return dev.flinkvitals.examples.parts.Todo.later();
    }

    /**
     * Waits until the entry of a job is as wanted.
     *
     * @param what what is waited for, for the error
     * @param jobId the job
     * @param condition asked about each entry
     * @param timeout longest wait
     * @return the entry that was as wanted
     * @throws IllegalStateException when the time is over; the message shows the last entry
     */
    public JsonNode waitForJob(String what, String jobId, Predicate<JsonNode> condition, Duration timeout) {
        return dev.flinkvitals.examples.parts.Todo.later();
    }
}
