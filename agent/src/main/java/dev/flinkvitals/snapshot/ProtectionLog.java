/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.Decision;
import dev.flinkvitals.breaker.DecisionNews;
import dev.flinkvitals.breaker.DecisionRecord;
import dev.flinkvitals.breaker.SnapshotRecord;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.export.Event;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.Tick;
import dev.flinkvitals.snapshot.ProtectionCounts.DecisionCount;
import dev.flinkvitals.snapshot.ProtectionCounts.SnapshotCount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decisions and snapshots of one job: the newest are kept for the page, each is logged, exported as an event and counted. A
 * decision that repeats in the next cycle, for the same incident and reasons, is the same decision. Used by the monitor's
 * thread only.
 */
public final class ProtectionLog {
    private static final Logger LOG = LoggerFactory.getLogger(ProtectionLog.class);
    private static final int KEPT = 20;

    private final JobId job;
    private final String jobName;
    private final SnapshotConfig.Mode mode;
    private final Consumer<Event> events;
    private final List<DecisionRecord> decisions = new ArrayList<>();
    private final List<SnapshotRecord> snapshots = new ArrayList<>();
    private final Map<DecisionCount, Long> decisionCounts = new HashMap<>();
    private final Map<SnapshotCount, Long> snapshotCounts = new HashMap<>();
    private final DecisionNews news = new DecisionNews();

    /**
     * A log.
     *
     * @param job the job
     * @param jobName its name
     * @param mode the breaker's mode, told with every decision
     * @param events takes what is to be exported
     */
    public ProtectionLog(JobId job, String jobName, SnapshotConfig.Mode mode, Consumer<Event> events) {
        this.job = job;
        this.jobName = jobName;
        this.mode = mode;
        this.events = events;
    }

    /** The job's name. */
    public String jobName() {
        return jobName;
    }

    /** The breaker's mode. */
    public SnapshotConfig.Mode mode() {
        return mode;
    }

    /** Newest first. */
    public List<DecisionRecord> decisions() {
        return List.copyOf(decisions);
    }

    /** Newest first. */
    public List<SnapshotRecord> snapshots() {
        return List.copyOf(snapshots);
    }

    /** What was counted so far. */
    public ProtectionCounts counts() {
        return new ProtectionCounts(mode, decisionCounts, snapshotCounts);
    }

    /** Whether a checkpoint or savepoint in Flink's statistics is one that the agent asked for. */
    public boolean isOurs(CheckpointSample sample) {
        return snapshots.stream().anyMatch(ours -> matches(ours, sample));
    }

    private static boolean matches(SnapshotRecord ours, CheckpointSample sample) {
        // The agent never stops a job, and a restart is no snapshot.
        boolean sameKind = switch (ours.action()) {
            case CHECKPOINT -> sample.kind() == CheckpointSample.Kind.CHECKPOINT;
            case SAVEPOINT -> sample.kind() == CheckpointSample.Kind.SAVEPOINT;
            case RESTART -> false;
        };
        if (!sameKind) {
            return false;
        }
        if (ours.checkpointId().isPresent()) {
            return ours.checkpointId().getAsLong() == sample.id();
        }
        if (ours.path().isPresent() && sample.externalPath().isPresent()) {
            return ours.path().get().equals(sample.externalPath().get());
        }
        // In flight or failed: Flink tells its id only at the end, so the time of the trigger has to do.
        Instant end = ours.startedAt().plus(ours.took().orElse(Duration.ofDays(1)));
        return ours.action() == Action.SAVEPOINT
                && !sample.triggeredAt().isBefore(ours.startedAt())
                && !sample.triggeredAt().isAfter(end);
    }

    void decided(Tick tick, Decision decision, DecisionRecord.Outcome outcome) {
        if (!news.isNews(decision, outcome)) {
            return;
        }
        DecisionRecord entry = DecisionRecord.of(tick, decision, outcome);
        keep(decisions, entry);
        decisionCounts.merge(new DecisionCount(entry.action(), outcome), 1L, Long::sum);
        String body = sentence(entry);
        LOG.info("Flink Vitals, job {} ({}): {}", jobName, job, body);
        events.accept(new Event(
                "flink.vitals.breaker.decision",
                outcome == DecisionRecord.Outcome.TOO_LATE ? Event.Severity.ERROR : Event.Severity.WARN,
                tick.at(),
                body,
                attributes(Map.of(
                        "action", entry.action().label(),
                        "outcome", outcome.label(),
                        "mode", mode.name().toLowerCase(Locale.ROOT),
                        "incident", entry.incident(),
                        "reason", entry.reason(),
                        "checks", checks(decision)))));
    }

    private static String sentence(DecisionRecord entry) {
        String action = entry.action().label();
        return switch (entry.outcome()) {
            case TRIGGERED -> "triggered a " + action + ": " + entry.reason();
            case WOULD_TRIGGER -> "would have triggered a " + action + " (mode monitor): " + entry.reason();
            case REFUSED -> "a " + action + " was wished for and refused: " + entry.reason();
            case TOO_LATE -> "too late for a " + action + ": " + entry.reason();
            case WOULD_NOT_HELP -> "a " + action + " would not help: " + entry.reason();
        };
    }

    SnapshotRecord started(Tick tick, Action action) {
        SnapshotRecord started = new SnapshotRecord(
                action,
                tick.at(),
                SnapshotRecord.Result.IN_FLIGHT,
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty());
        keep(snapshots, started);
        return started;
    }

    void checkpointCompleted(Tick tick, SnapshotRecord started, OptionalLong checkpointId) {
        finish(
                tick,
                started,
                new SnapshotRecord(
                        started.action(),
                        started.startedAt(),
                        SnapshotRecord.Result.COMPLETED,
                        Optional.of(Duration.between(started.startedAt(), tick.at())),
                        Optional.empty(),
                        checkpointId,
                        Optional.empty(),
                        Optional.empty()));
    }

    void savepointVerified(Tick tick, SnapshotRecord started, String path) {
        finish(
                tick,
                started,
                new SnapshotRecord(
                        started.action(),
                        started.startedAt(),
                        SnapshotRecord.Result.VERIFIED,
                        Optional.of(Duration.between(started.startedAt(), tick.at())),
                        Optional.of(path),
                        OptionalLong.empty(),
                        Optional.of(RestoreInstructions.of(path, tick.at(), Optional.empty())
                                .commandLine()),
                        Optional.empty()));
    }

    void failed(Tick tick, SnapshotRecord started, Throwable error) {
        finish(
                tick,
                started,
                new SnapshotRecord(
                        started.action(),
                        started.startedAt(),
                        SnapshotRecord.Result.FAILED,
                        Optional.of(Duration.between(started.startedAt(), tick.at())),
                        Optional.empty(),
                        OptionalLong.empty(),
                        Optional.empty(),
                        Optional.of(rootCause(error))));
    }

    /** Nobody waits for it any more; what came of it is not known. */
    void left(SnapshotRecord started) {
        LOG.warn(
                "Flink Vitals, job {} ({}): a {} was still in flight when the monitor stopped; Flink's log tells what came of it",
                jobName,
                job,
                started.action().label());
    }

    private void finish(Tick tick, SnapshotRecord started, SnapshotRecord done) {
        int at = snapshots.indexOf(started);
        if (at >= 0) {
            snapshots.set(at, done);
        }
        snapshotCounts.merge(new SnapshotCount(done.action(), done.result()), 1L, Long::sum);
        boolean failed = done.result() == SnapshotRecord.Result.FAILED;
        String body = failed
                ? "the " + done.action().label() + " failed: " + done.error().orElse("no reason given")
                : "the " + done.action().label() + " is " + done.result().label()
                        + done.restoreCommand().map(c -> "; restore with: " + c).orElse("");
        LOG.info("Flink Vitals, job {} ({}): {}", jobName, job, body);
        Map<String, Object> details = new HashMap<>();
        details.put("action", done.action().label());
        details.put("result", done.result().label());
        done.took().ifPresent(took -> details.put("duration_s", took.toMillis() / 1000.0));
        done.path().ifPresent(path -> details.put("path", path));
        done.error().ifPresent(error -> details.put("error", error));
        events.accept(new Event(
                failed ? "flink.vitals.snapshot.failed" : "flink.vitals.snapshot.completed",
                failed ? Event.Severity.ERROR : Event.Severity.INFO,
                tick.at(),
                body,
                attributes(details)));
    }

    private Map<String, Object> attributes(Map<String, Object> details) {
        Map<String, Object> all = new HashMap<>(details);
        all.put("job.id", job.hex());
        all.put("job.name", jobName);
        return all;
    }

    private static String checks(Decision decision) {
        return decision.checks().stream()
                .map(c -> c.rule().label() + "=" + c.verdict().name().toLowerCase(Locale.ROOT) + " (" + c.evidence()
                        + ")")
                .collect(Collectors.joining("; "));
    }

    private static String rootCause(Throwable error) {
        Throwable cause = error;
        for (int depth = 0; depth < 16 && cause.getCause() != null; depth++) {
            cause = cause.getCause();
        }
        return cause.toString();
    }

    private static <T> void keep(List<T> newestFirst, T entry) {
        newestFirst.add(0, entry);
        if (newestFirst.size() > KEPT) {
            newestFirst.remove(newestFirst.size() - 1);
        }
    }
}
