/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flinkvitals.examples.parts.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** Reads what the product says on the JobManager's web port. Thread safe. */
public final class VitalsClient {
    private static final String PAGE = "vitals";
    private static final String JOBS = "vitals/api/v1/jobs";

    private final Http http;

    /**
     * Reads from a JobManager.
     *
     * @param rest address of its web port, ending in a slash
     */
    public VitalsClient(URI rest) {
        this.http = new Http(rest);
    }

    /**
     * The page.
     *
     * @return its HTML
     * @throws IllegalStateException if it is not answered with 200
     */
    public String page() {
        try {
            HttpResponse<String> response = http.get(PAGE);
            if (response.statusCode() != 200) {
                throw new IllegalStateException("/vitals answered " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException("/vitals does not answer", e);
        }
    }

    /** The document of {@code /vitals/api/v1/jobs}; empty if the product does not answer (yet). */
    public Optional<JsonNode> document() {
        try {
            HttpResponse<String> response = http.get(JOBS);
            return response.statusCode() == 200 ? Optional.of(Http.parse(response.body())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * The entry of one job.
     *
     * @param jobId the job
     * @return the entry; empty if the product does not answer or does not know the job (yet)
     */
    public Optional<JsonNode> job(String jobId) {
        return document().flatMap(document -> {
            for (JsonNode job : document.path("jobs")) {
                if (job.path("id").asText().equals(jobId)) {
                    return Optional.of(job);
                }
            }
            return Optional.empty();
        });
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
        AtomicReference<String> last = new AtomicReference<>("nothing");
        return Wait.until(
                what,
                timeout,
                () -> job(jobId).filter(entry -> {
                    last.set(entry.toPrettyString());
                    return condition.test(entry);
                }),
                () -> "The product's last word on job " + jobId + ": " + last.get());
    }
}
