/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flinkvitals.examples.parts.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Flink's REST API, as far as jobs need it. Thread safe. */
public final class JobClient {
    private final Http http;
    private final Supplier<String> diagnosis;
    private final Map<Path, String> uploaded = new ConcurrentHashMap<>();

    /**
     * Talks to a JobManager.
     *
     * @param rest address of its web port, ending in a slash
     * @param diagnosis what the error of a wait says besides, such as the end of the logs
     */
    public JobClient(URI rest, Supplier<String> diagnosis) {
        this.http = new Http(rest);
        this.diagnosis = diagnosis;
    }

    /**
     * GET on the REST API.
     *
     * @param path path without a leading slash, such as {@code jobs/overview}
     * @return the answer
     * @throws UncheckedIOException if there is none, or it is an error
     */
    public JsonNode get(String path) {
        try {
            return http.getJson(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /**
     * GET of something that is not JSON, such as the web UI's start page.
     *
     * @param path path without a leading slash
     * @return the answer's body
     * @throws UncheckedIOException if there is none, or its status is not 200
     */
    public String getText(String path) {
        try {
            HttpResponse<String> response = http.get(path);
            if (response.statusCode() != 200) {
                throw new IOException("/" + path + " answered " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /**
     * POST on the REST API.
     *
     * @param path path without a leading slash
     * @param body what is sent
     * @return the answer
     * @throws UncheckedIOException if there is none, or it is an error
     */
    public JsonNode post(String path, JsonNode body) {
        try {
            return http.postJson(path, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /**
     * Uploads a jar and runs a job from it.
     *
     * @param jar jar with the job
     * @param mainClass what to run
     * @param arguments program arguments
     * @param restoreFrom savepoint or checkpoint path to start from
     * @return the job's id, 32 hex digits
     */
    public String submit(Path jar, String mainClass, List<String> arguments, Optional<String> restoreFrom) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("entryClass", mainClass);
        arguments.forEach(body.putArray("programArgsList")::add);
        restoreFrom.ifPresent(path -> body.put("savepointPath", path));
        return post("jars/" + uploaded.computeIfAbsent(jar, this::upload) + "/run", body)
                .path("jobid")
                .asText();
    }

    private String upload(Path jar) {
        try {
            String file = http.postJar("jars/upload", jar).path("filename").asText();
            return file.substring(file.lastIndexOf('/') + 1);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot upload " + jar, e);
        }
    }

    /** Cancels a job, without waiting for its end. */
    public void cancel(String jobId) {
        try {
            http.patch("jobs/" + jobId + "?mode=cancel");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot cancel job " + jobId, e);
        }
    }

    /** The job's status in Flink's words, such as {@code RUNNING}. */
    public String state(String jobId) {
        return get("jobs/" + jobId).path("state").asText();
    }

    /** Waits until the job is RUNNING and all its subtasks are. */
    public void waitForRunning(String jobId, Duration timeout) {
        waitFor(
                "all subtasks of job " + jobId + " running",
                "jobs/" + jobId,
                job -> job.path("state").asText().equals("RUNNING")
                        && job.path("vertices").size() > 0
                        && job.path("vertices").findValuesAsText("status").stream()
                                .allMatch("RUNNING"::equals),
                timeout);
    }

    /** Waits until the job is in the status. */
    public void waitForState(String jobId, String state, Duration timeout) {
        waitFor(
                "job " + jobId + " " + state,
                "jobs/" + jobId,
                job -> job.path("state").asText().equals(state),
                timeout);
    }

    /** Waits until the job has completed that many checkpoints since its start; savepoints count. */
    public void waitForCheckpoints(String jobId, int completed, Duration timeout) {
        waitFor(
                completed + " completed checkpoints of job " + jobId,
                "jobs/" + jobId + "/checkpoints",
                checkpoints -> checkpoints.path("counts").path("completed").asInt() >= completed,
                timeout);
    }

    /**
     * Triggers a savepoint in native format and waits for it.
     *
     * @param jobId the job
     * @param directory folder for it
     * @param timeout longest wait
     * @return its path, as {@link #submit} takes it
     * @throws IllegalStateException if it fails or takes too long
     */
    public String triggerSavepoint(String jobId, Path directory, Duration timeout) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("target-directory", directory.toUri().toString());
        body.put("cancel-job", false);
        body.put("formatType", "NATIVE");
        JsonNode operation = finish("jobs/" + jobId + "/savepoints", body, timeout);
        return operation.path("location").asText();
    }

    /**
     * Triggers a checkpoint and waits for it.
     *
     * @param jobId the job
     * @param timeout longest wait
     * @return its id
     * @throws IllegalStateException if it fails or takes too long
     */
    public long triggerCheckpoint(String jobId, Duration timeout) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("checkpointType", "CONFIGURED");
        return finish("jobs/" + jobId + "/checkpoints", body, timeout)
                .path("checkpointId")
                .asLong();
    }

    private JsonNode finish(String path, JsonNode body, Duration timeout) {
        String trigger = path + "/" + post(path, body).path("request-id").asText();
        JsonNode operation = waitFor(
                        "the end of " + path,
                        trigger,
                        status -> status.path("status").path("id").asText().equals("COMPLETED"),
                        timeout)
                .path("operation");
        if (operation.has("failure-cause")) {
            throw new IllegalStateException(path + " failed: "
                    + operation.path("failure-cause").path("stack-trace").asText());
        }
        return operation;
    }

    /**
     * Waits until the answer of the REST API is as wanted; errors count as an answer that is not.
     *
     * @param what what is waited for, for the error
     * @param path see {@link #get}
     * @param condition asked about each answer
     * @param timeout longest wait
     * @return the answer that was as wanted
     * @throws IllegalStateException when the time is over; the message shows the last answer and the logs
     */
    public JsonNode waitFor(String what, String path, Predicate<JsonNode> condition, Duration timeout) {
        AtomicReference<String> last = new AtomicReference<>("nothing");
        return Wait.until(
                what,
                timeout,
                () -> {
                    try {
                        JsonNode answer = http.getJson(path);
                        last.set(answer.toString());
                        return Optional.of(answer).filter(condition);
                    } catch (IOException e) {
                        last.set(e.toString());
                        return Optional.empty();
                    }
                },
                () -> "last answer of " + path + ": " + last.get() + "\n" + diagnosis.get());
    }
}
