/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.preflight;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.breaker.Rule;
import dev.flinkvitals.breaker.Words;
import dev.flinkvitals.breaker.actors.OtherActors;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.JobFailure;
import dev.flinkvitals.signals.JobStatusReading;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether this JobManager may act on the job, and whether the job runs undisturbed. Stateless. */
final class StabilityRules {
    private StabilityRules() {}

    static Check leader(Preflight in) {
        return Check.of(
                Rule.LEADER,
                in.evidence().leader(),
                in.evidence().leader()
                        ? "this JobManager leads and the job is the one that was judged"
                        : "this JobManager does not lead, or the job was restarted by another one");
    }

    /**
     * Flink's time of the last change is that of any task's state as well, so a restart or a rescaling moves it, of one region
     * too.
     */
    static Check jobStable(Preflight in) {
        JobStatusReading status = in.reading().status();
        String tasks = status.tasksRunning() + " of " + status.tasksTotal() + " tasks running";
        if (!status.isFullyRunning()) {
            return Check.of(Rule.JOB_STABLE, false, "job is " + status.phase() + " with " + tasks);
        }
        if (status.since().isBefore(status.startedAt())) {
            return Check.unknown(Rule.JOB_STABLE, tasks + ", but since when is not known");
        }
        Instant since = Stream.of(Optional.of(status.since()), in.checkpoints().restoredAt(), lastFailure(in))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .orElse(status.since());
        Duration stable = Duration.between(since, in.reading().tick().at());
        Duration needed = in.config().stableFor();
        return Check.of(
                Rule.JOB_STABLE,
                stable.compareTo(needed) >= 0,
                tasks + ", without a restart for " + Words.time(stable) + ", needs " + Words.time(needed));
    }

    private static Optional<Instant> lastFailure(Preflight in) {
        return in.reading().restarts().failures().stream().map(JobFailure::at).max(Comparator.naturalOrder());
    }

    static Check inProgress(Preflight in) {
        Optional<Boolean> pending = in.evidence().snapshotInProgress();
        if (pending.isEmpty()) {
            return Check.unknown(Rule.IN_PROGRESS, "not known whether a snapshot is pending");
        }
        return Check.of(
                Rule.IN_PROGRESS,
                !pending.get(),
                pending.get() ? "a snapshot is pending" + which(in) : "no snapshot is pending");
    }

    private static String which(Preflight in) {
        return in.checkpoints().history().stream()
                .filter(c -> c.status() == CheckpointSample.Status.IN_PROGRESS)
                .filter(c -> in.action() == Action.CHECKPOINT || c.isSavepoint())
                .findFirst()
                .map(c -> ": " + c.kind().label() + " " + c.id() + ", for "
                        + Words.time(Duration.between(
                                c.triggeredAt(), in.reading().tick().at())))
                .orElse("");
    }

    static Check otherActors(Preflight in) {
        if (in.checkpoints().equals(CheckpointReading.UNKNOWN)
                || in.evidence().actors().isEmpty()) {
            return Check.unknown(Rule.OTHER_ACTORS, "not known whether somebody else acts on the job");
        }
        OtherActors actors = in.evidence().actors().orElseThrow();
        List<String> acting = actors.acting();
        String configured =
                actors.configured().isEmpty() ? "" : "; configured: " + String.join(", ", actors.configured());
        return Check.of(
                Rule.OTHER_ACTORS,
                acting.isEmpty(),
                (acting.isEmpty()
                                ? "nobody else acted on the job for "
                                        + Words.time(in.config().stableFor())
                                : String.join(", ", acting) + ", needs "
                                        + Words.time(in.config().stableFor()) + " after it")
                        + configured);
    }
}
