/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.preflight;

import dev.flinkvitals.breaker.Situation;
import dev.flinkvitals.health.checkpoint.CheckpointAttribution;
import dev.flinkvitals.health.checkpoint.CheckpointCause;
import dev.flinkvitals.health.checkpoint.CheckpointPace;
import dev.flinkvitals.health.estimate.Interval;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.recovery.RecoveryOutlook;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.ProcessReading;
import dev.flinkvitals.signals.StateBackendReading;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.SubtaskReading;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Parts of situations. */
public final class Samples {
    private static final OptionalLong NONE = OptionalLong.empty();
    private static final OptionalDouble NO_NUMBER = OptionalDouble.empty();

    private Samples() {}

    public static CheckpointSample pending(Situation s, long id, CheckpointSample.Kind kind, int secondsAgo) {
        return sample(s, id, kind, CheckpointSample.Status.IN_PROGRESS, false, secondsAgo, Optional.empty());
    }

    /** One that took no time. */
    public static CheckpointSample completed(
            Situation s, long id, CheckpointSample.Kind kind, boolean ours, int secondsAgo) {
        Instant ended = s.tick().at().minusSeconds(secondsAgo);
        return sample(s, id, kind, CheckpointSample.Status.COMPLETED, ours, secondsAgo, Optional.of(ended));
    }

    public static CheckpointSample failed(Situation s, long id, CheckpointSample.Kind kind, int secondsAgo) {
        Instant ended = s.tick().at().minusSeconds(secondsAgo);
        return sample(s, id, kind, CheckpointSample.Status.FAILED, false, secondsAgo, Optional.of(ended));
    }

    private static CheckpointSample sample(
            Situation s,
            long id,
            CheckpointSample.Kind kind,
            CheckpointSample.Status status,
            boolean ours,
            int secondsAgo,
            Optional<Instant> ended) {
        return new CheckpointSample(
                id,
                kind,
                status,
                ours,
                s.tick().at().minusSeconds(secondsAgo),
                Optional.empty(),
                ended,
                0,
                0,
                0,
                0,
                3,
                0,
                false,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    static CheckpointAttribution cause(CheckpointCause cause, double confidence) {
        return new CheckpointAttribution(cause, Place.JOB, "planted", List.of(), confidence);
    }

    static CheckpointSettings interval(Duration interval) {
        CheckpointSettings s = Situation.settings(3, false);
        return new CheckpointSettings(
                interval,
                s.timeout(),
                s.minPause(),
                s.tolerableFailures(),
                s.unaligned(),
                s.stateBackend(),
                s.storage(),
                s.maxConcurrent(),
                s.exactlyOnce(),
                s.retained(),
                s.incremental(),
                s.directory(),
                s.savepointDirectory());
    }

    static CheckpointPace barriers(Optional<Duration> all, Optional<Duration> aligned) {
        return new CheckpointPace(all, aligned, Optional.empty(), NONE, NONE);
    }

    static CheckpointPace upload(double bytesPerSecond) {
        return new CheckpointPace(
                Optional.empty(),
                Optional.empty(),
                Optional.of(new CheckpointPace.Upload(vertex(1), bytesPerSecond, 10e6)),
                NONE,
                NONE);
    }

    static CheckpointPace sizes(long largestState, long mostWritten) {
        return new CheckpointPace(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.of(largestState),
                OptionalLong.of(mostWritten));
    }

    static RecoveryOutlook recovery(double low, double high) {
        return new RecoveryOutlook(
                NONE,
                false,
                Optional.empty(),
                Optional.of(new Interval(low, low, high)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /** A subtask on tm-1 whose input buffers take so long. */
    static SubtaskReading buffers(int vertex, int index, long millis) {
        return new SubtaskReading(
                new SubtaskId(vertex(vertex), index),
                0,
                0,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                NO_NUMBER,
                NO_NUMBER,
                NONE,
                "tm-1",
                NONE,
                NONE,
                NONE,
                OptionalLong.of(millis));
    }

    /** A database of a subtask of vertex 2. */
    static StateBackendReading database(int index, long memTables, long pendingCompaction) {
        return new StateBackendReading(
                new SubtaskId(vertex(2), index),
                "state",
                NONE,
                NONE,
                OptionalLong.of(memTables),
                OptionalLong.of(pendingCompaction),
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE);
    }

    /** A process that saw no collection yet, of whose heap of 1000 bytes so many are long-lived. */
    static ProcessReading longLived(String id, long bytes) {
        return new ProcessReading(
                id,
                0,
                NONE,
                OptionalLong.of(1000),
                NO_NUMBER,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                NO_NUMBER,
                OptionalLong.of(bytes));
    }

    private static VertexId vertex(int number) {
        return new VertexId("%032x".formatted(number));
    }
}
