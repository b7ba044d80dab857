/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import dev.flinkvitals.health.estimate.Quantiles;
import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSample.SubtaskSample;
import dev.flinkvitals.signals.CheckpointSample.TaskSample;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How the job's own checkpoints get on: what a further snapshot would meet. Savepoints and what the agent triggered are left
 * out.
 *
 * @param barriers start delay and alignment of the slowest subtask, 95th percentile of the completed checkpoints that Flink
 *     still shows; empty if none of them tells
 * @param alignedBarriers the same of those that overtook nothing (Flink calls a checkpoint unaligned if it persisted data in
 *     flight); empty unless that holds for the newest {@value #ALIGNED_IN_A_ROW}: barriers that overtake data say nothing about
 *     barriers that wait for it
 * @param upload how fast the vertex writes that fell furthest behind its habit; empty if no habit is known, or if too little
 *     is written to measure it
 * @param largestState bytes of state of the largest subtask in the newest checkpoint
 * @param mostWritten bytes that the newest checkpoint wrote in the median subtask of the vertex that wrote most
 */
public record CheckpointPace(
        Optional<Duration> barriers,
        Optional<Duration> alignedBarriers,
        Optional<Upload> upload,
        OptionalLong largestState,
        OptionalLong mostWritten) {
    /** Nothing is known. */
    public static final CheckpointPace UNKNOWN = new CheckpointPace(
            Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty(), OptionalLong.empty());

    /** Fewer could have been aligned by chance, between two stretches of backpressure. */
    static final int ALIGNED_IN_A_ROW = 3;

    /** One slow upload is an accident, the median of three is not. */
    private static final int LAST_UPLOADS = 3;

    private static final double P95 = 0.95;

    /**
     * How fast a vertex writes its state.
     *
     * @param vertex which
     * @param bytesPerSecond of its median subtask, median of the last {@value #LAST_UPLOADS} checkpoints that wrote enough
     * @param usualBytesPerSecond what is usual, above 0
     */
    public record Upload(VertexId vertex, double bytesPerSecond, double usualBytesPerSecond) {
        /** Rate over usual rate: 1 is usual. */
        public double ratio() {
            return bytesPerSecond / usualBytesPerSecond;
        }
    }

    static CheckpointPace of(CheckpointReading reading, CheckpointBaseline baseline) {
        List<CheckpointSample> completed = OwnCheckpoints.completed(reading);
        if (completed.isEmpty()) {
            return UNKNOWN;
        }
        List<CheckpointSample> newest =
                completed.stream().limit(ALIGNED_IN_A_ROW).toList();
        boolean aligned = newest.size() == ALIGNED_IN_A_ROW && newest.stream().noneMatch(CheckpointSample::unaligned);
        List<TaskSample> tasks = completed.get(0).tasks();
        return new CheckpointPace(
                barriers(completed.stream()),
                aligned ? barriers(completed.stream().filter(c -> !c.unaligned())) : Optional.empty(),
                upload(completed, baseline),
                tasks.stream()
                        .flatMap(task -> task.largest().stream())
                        .mapToLong(SubtaskSample::stateBytes)
                        .max(),
                tasks.stream()
                        .flatMap(task -> task.median().stream())
                        .mapToLong(SubtaskSample::checkpointedBytes)
                        .max());
    }

    private static Optional<Duration> barriers(Stream<CheckpointSample> checkpoints) {
        List<Double> slowest = checkpoints
                .flatMap(checkpoint -> checkpoint.tasks().stream()
                        .flatMap(task -> task.slowest().stream())
                        .map(subtask -> Times.seconds(subtask.startDelay().plus(subtask.alignment())))
                        .max(Comparator.naturalOrder())
                        .stream())
                .toList();
        return slowest.isEmpty() ? Optional.empty() : Optional.of(Times.ofSeconds(Quantiles.nearestRank(slowest, P95)));
    }

    private static Optional<Upload> upload(List<CheckpointSample> completed, CheckpointBaseline baseline) {
        return completed.get(0).tasks().stream()
                .map(TaskSample::vertex)
                .flatMap(vertex -> upload(vertex, completed, baseline).stream())
                .min(Comparator.comparingDouble(Upload::ratio));
    }

    private static Optional<Upload> upload(
            VertexId vertex, List<CheckpointSample> completed, CheckpointBaseline baseline) {
        OptionalDouble usual = baseline.usualRate(vertex);
        List<Double> last = completed.stream()
                .flatMap(checkpoint -> checkpoint.tasks().stream())
                .filter(task -> task.vertex().equals(vertex))
                .flatMap(task -> task.median().stream())
                .flatMap(median -> CheckpointBaseline.rate(median).stream().boxed())
                .limit(LAST_UPLOADS)
                .toList();
        return usual.orElse(0) > 0 && !last.isEmpty()
                ? Optional.of(new Upload(vertex, Quantiles.median(last), usual.getAsDouble()))
                : Optional.empty();
    }
}
