/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.signals.CheckpointFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Step 0 of the tree: what Flink's own reason settles. An expiry settles nothing: it goes on to the next steps. */
final class FailureStep {
    static final String EXPIRED = "CHECKPOINT_EXPIRED";

    private static final Set<String> CONFIG =
            Set.of("TOO_MANY_CHECKPOINT_REQUESTS", "MINIMUM_TIME_BETWEEN_CHECKPOINTS", "BLOCKING_OUTPUT_EXIST");
    private static final Set<String> LIFECYCLE = Set.of(
            "NOT_ALL_REQUIRED_TASKS_RUNNING",
            "CHECKPOINT_DECLINED_TASK_NOT_READY",
            "CHECKPOINT_DECLINED_TASK_CLOSING",
            "CHECKPOINT_DECLINED_INPUT_END_OF_STREAM",
            "CHECKPOINT_COORDINATOR_SUSPEND",
            "CHECKPOINT_COORDINATOR_SHUTDOWN",
            "PERIODIC_SCHEDULER_SHUTDOWN",
            "JOB_FAILOVER_REGION",
            "TASK_FAILURE",
            "CHECKPOINT_SUBSUMED",
            "CHECKPOINT_DECLINED_SUBSUMED");

    /** Starts of the texts that Flink (1.20 to 2.3) gives for the reasons that it counts. */
    private static final Map<String, String> COUNTED_TEXTS = Map.of(
            "Checkpoint expired before completing", EXPIRED,
            "Checkpoint was declined.", "CHECKPOINT_DECLINED",
            "Asynchronous task checkpoint failed", "CHECKPOINT_ASYNC_EXCEPTION",
            "An Exception occurred while triggering the checkpoint", "IO_EXCEPTION",
            "Failure to finalize checkpoint", "FINALIZE_CHECKPOINT_FAILURE");

    private FailureStep() {}

    /** The counted reason that the text in Flink's statistics stands for; empty if it is another one. */
    static Optional<String> countedReason(String text) {
        return COUNTED_TEXTS.entrySet().stream()
                .filter(entry -> text.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .sorted()
                .findFirst();
    }

    /** What the reason settles; empty if it was too slow. */
    static Optional<CheckpointAttribution> attribute(CheckpointFailure failure, Scene scene) {
        String text = failure.cause().orElse(failure.message());
        return switch (failure.reason()) {
            case EXPIRED -> Optional.empty();
            case "IO_EXCEPTION", "FINALIZE_CHECKPOINT_FAILURE" ->
                Optional.of(settled(
                        CheckpointCause.JOB_MANAGER_STORAGE,
                        Place.JOB,
                        "the JobManager could not write to the checkpoint storage: " + text));
            case "CHECKPOINT_ASYNC_EXCEPTION", "CHANNEL_STATE_SHARED_STREAM_EXCEPTION" ->
                Optional.of(settled(
                        CheckpointCause.TASK_STORAGE,
                        place(failure, scene),
                        "a task could not write its state: " + text));
            case "CHECKPOINT_DECLINED", "CHECKPOINT_DECLINED_ON_CANCELLATION_BARRIER", "TASK_CHECKPOINT_FAILURE" ->
                Optional.of(settled(
                        CheckpointCause.DECLINED, place(failure, scene), "a task declined the checkpoint: " + text));
            default -> Optional.of(other(failure, scene, text));
        };
    }

    private static CheckpointAttribution other(CheckpointFailure failure, Scene scene, String text) {
        if (CONFIG.contains(failure.reason())) {
            return settled(CheckpointCause.CONFIG, Place.JOB, "Flink's settings did not allow it: " + text);
        }
        if (LIFECYCLE.contains(failure.reason())) {
            return settled(
                    CheckpointCause.LIFECYCLE,
                    place(failure, scene),
                    "the job was starting, restarting or stopping: " + text);
        }
        return CheckpointAttribution.unknown(failure.reason() + ": " + text);
    }

    private static CheckpointAttribution settled(CheckpointCause cause, Place place, String reason) {
        return new CheckpointAttribution(cause, place, reason, List.of(), 1);
    }

    private static Place place(CheckpointFailure failure, Scene scene) {
        if (failure.vertex().isEmpty()) {
            return Place.JOB;
        }
        Optional<String> process = failure.subtask().isPresent()
                ? scene.process(
                        failure.vertex().orElseThrow(), failure.subtask().getAsInt())
                : Optional.empty();
        return new Place(
                failure.vertex(),
                failure.vertexName().or(() -> failure.vertex().map(scene::name)),
                failure.subtask(),
                process);
    }
}
