/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import dev.flinkvitals.breaker.BreakerEvent;
import dev.flinkvitals.breaker.Decision;
import dev.flinkvitals.breaker.DecisionNews;
import dev.flinkvitals.breaker.DecisionRecord;
import dev.flinkvitals.breaker.SnapshotRecord;
import dev.flinkvitals.breaker.ledger.JobPast;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.export.Event;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.Tick;
import dev.flinkvitals.snapshot.ProtectionCounts.DecisionCount;
import dev.flinkvitals.snapshot.ProtectionCounts.SnapshotCount;
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
    private final SnapshotConfig config;
    private final Consumer<Event> events;
    private final List<DecisionRecord> decisions = new ArrayList<>();
    private final List<SnapshotRecord> snapshots = new ArrayList<>();
    private final Map<DecisionCount, Long> decisionCounts = new HashMap<>();
    private final Map<SnapshotCount, Long> snapshotCounts = new HashMap<>();
    private final DecisionNews news = new DecisionNews();
    private final List<BreakerEvent> transitions = new ArrayList<>();
    private JobPast past = JobPast.NONE;

    /**
     * A log.
     *
     * @param job the job
     * @param jobName its name
     * @param config what the breaker may do: the mode is told with every decision
     * @param events takes what is to be exported
     */
    public ProtectionLog(JobId job, String jobName, SnapshotConfig config, Consumer<Event> events) {
        this.job = job;
        this.jobName = jobName;
        this.config = config;
        this.events = events;
    }

    /** The job's name. */
    public String jobName() {
        return jobName;
    }

    /** What the breaker may do. */
    public SnapshotConfig config() {
        return config;
    }

    /** Newest first. */
    public List<DecisionRecord> decisions() {
        return List.copyOf(decisions);
    }

    /** Newest first. */
    public List<SnapshotRecord> snapshots() {
        return List.copyOf(snapshots);
    }

    /** What happened to the breaker besides decisions, newest first. */
    public List<BreakerEvent> transitions() {
        return List.copyOf(transitions);
    }

    /** What was counted so far. */
    public ProtectionCounts counts() {
        return new ProtectionCounts(config.highest(), decisionCounts, snapshotCounts);
    }

    /** Whether a checkpoint or savepoint in Flink's statistics is one that the agent asked for. */
    public boolean isOurs(CheckpointSample sample) {
        return OwnSnapshots.contain(sample, snapshots, past);
    }

    /** Takes what those before triggered. */
    void remember(JobPast before) {
        past = before;
    }

    /** What the breaker tells besides decisions. */
    void event(BreakerEvent event) {
        keep(transitions, event);
        outcome(event)
                .ifPresent(outcome -> newestOf(event).ifPresent(snapshot -> replace(snapshot, snapshot.with(outcome))));
        LOG.info("Flink Vitals, job {} ({}): {}: {}", jobName, job, event.kind().label(), event.text());
        events.accept(BreakerEvents.transition(event, attributes(Map.of())));
    }

    private static Optional<SnapshotRecord.Outcome> outcome(BreakerEvent event) {
        return switch (event.kind()) {
            case UNHARMED -> Optional.of(SnapshotRecord.Outcome.UNHARMED);
            case HARMFUL -> Optional.of(SnapshotRecord.Outcome.HARMFUL);
            case OUTCOME_UNKNOWN -> Optional.of(SnapshotRecord.Outcome.UNKNOWN);
            default -> Optional.empty();
        };
    }

    private Optional<SnapshotRecord> newestOf(BreakerEvent event) {
        return snapshots.stream()
                .filter(snapshot -> event.policy().equals(Optional.of(snapshot.policy()))
                        && snapshot.outcome().isEmpty())
                .findFirst();
    }

    /** A savepoint was looked into. */
    void inspected(SnapshotRecord verified, List<String> findings) {
        replace(verified, verified.with(findings));
        if (!findings.isEmpty()) {
            LOG.warn(
                    "Flink Vitals, job {} ({}): the savepoint {}: {}",
                    jobName,
                    job,
                    verified.path().orElse(""),
                    findings);
        }
    }

    private void replace(SnapshotRecord before, SnapshotRecord after) {
        int at = snapshots.indexOf(before);
        if (at >= 0) {
            snapshots.set(at, after);
        }
    }

    /** Tells a decision, and whether it is another one than before. */
    boolean decided(Tick tick, Decision decision, DecisionRecord.Outcome outcome) {
        if (!news.isNews(decision, outcome)) {
            return false;
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
                        "policy", decision.wish().policy().label(),
                        "mode", config.mode(decision.wish().policy()).name().toLowerCase(Locale.ROOT),
                        "incident", entry.incident(),
                        "reason", entry.reason(),
                        "checks", checks(decision)))));
        return true;
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

    SnapshotRecord started(Tick tick, Decision.Act act) {
        SnapshotRecord started = SnapshotRecord.started(act, tick.at());
        keep(snapshots, started);
        return started;
    }

    void completed(Tick tick, SnapshotRecord started, OptionalLong checkpointId) {
        finish(tick, started, started.completed(tick.at(), checkpointId));
    }

    SnapshotRecord savepointVerified(Tick tick, SnapshotRecord started, String path, Optional<String> deployment) {
        String restore = RestoreInstructions.of(path, tick.at(), deployment).commandLine();
        return finish(tick, started, started.verified(tick.at(), path, restore));
    }

    void failed(Tick tick, SnapshotRecord started, Throwable error) {
        finish(tick, started, started.failed(tick.at(), rootCause(error)));
    }

    void notTriggered(Tick tick, SnapshotRecord started, String reason) {
        finish(tick, started, started.heldBack(tick.at(), reason));
    }

    /** Nobody waits for it any more; what came of it is not known. */
    void left(SnapshotRecord started) {
        LOG.warn(
                "Flink Vitals, job {} ({}): a {} was still in flight when the monitor stopped; Flink's log tells what came of it",
                jobName,
                job,
                started.action().label());
    }

    private SnapshotRecord finish(Tick tick, SnapshotRecord started, SnapshotRecord done) {
        replace(started, done);
        snapshotCounts.merge(new SnapshotCount(done.action(), done.result()), 1L, Long::sum);
        boolean failed = done.error().isPresent();
        String body = failed
                ? "the " + done.action().label()
                        + (done.result() == SnapshotRecord.Result.FAILED ? " failed: " : " was not triggered: ")
                        + done.error().orElse("no reason given")
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
        return done;
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

    static String rootCause(Throwable error) {
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
