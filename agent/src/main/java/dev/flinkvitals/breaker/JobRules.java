/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import static dev.flinkvitals.breaker.Check.Verdict.FAIL;
import static dev.flinkvitals.breaker.Check.Verdict.PASS;
import static dev.flinkvitals.breaker.Check.Verdict.UNKNOWN;

import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.JobStatusReading;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Preflight rules about the job. Stateless. */
final class JobRules {
    /** At half of the time backpressured, Flink's own page says HIGH; a barrier then waits behind full buffers. */
    static final double BACKPRESSURE_LIMIT = 0.5;

    /** A savepoint costs minutes of upload and can fail a job: no more than a fifth of the evidence may be missing. */
    static final double SAVEPOINT_CONFIDENCE = 0.8;

    /**
     * With fewer tolerable failures than this, one failed savepoint next to one failed checkpoint restarts the job: a task's
     * failure of a savepoint counts like that of a checkpoint ({@code CheckpointFailureManager}, Flink 1.20 to 2.3).
     */
    static final int MIN_TOLERABLE_FAILURES = 2;

    private JobRules() {}

    static Check leader(Preflight in) {
        return in.evidence().leader()
                ? new Check(Rule.LEADER, PASS, "this JobManager leads and the job is the one that was judged")
                : new Check(
                        Rule.LEADER, FAIL, "this JobManager does not lead, or the job was restarted by another one");
    }

    static Check jobStable(Preflight in) {
        JobStatusReading status = in.reading().status();
        Instant now = in.reading().tick().at();
        String tasks = status.tasksRunning() + " of " + status.tasksTotal() + " tasks running";
        if (!status.isFullyRunning()) {
            return new Check(Rule.JOB_STABLE, FAIL, "job is " + status.phase() + " with " + tasks);
        }
        Instant since = in.reading()
                .checkpoints()
                .restoredAt()
                .filter(restored -> restored.isAfter(status.since()))
                .orElse(status.since());
        Duration stable = Duration.between(since, now);
        String evidence = tasks + ", without a restart for " + Words.time(stable) + ", needs "
                + Words.time(in.config().stableFor());
        return new Check(Rule.JOB_STABLE, stable.compareTo(in.config().stableFor()) >= 0 ? PASS : FAIL, evidence);
    }

    static Check confidence(Preflight in) {
        double needed = in.savepoint() ? SAVEPOINT_CONFIDENCE : Triggers.MIN_CONFIDENCE;
        double found = in.assessment().confidence();
        String evidence = "confidence " + Words.number(found) + ", a "
                + in.wish().action().label() + " needs " + Words.number(needed);
        return new Check(Rule.CONFIDENCE, found >= needed ? PASS : FAIL, evidence);
    }

    static Check inProgress(Preflight in) {
        Optional<Boolean> pending = in.evidence().snapshotInProgress();
        if (pending.isEmpty()) {
            return new Check(Rule.IN_PROGRESS, UNKNOWN, "not known whether a snapshot is pending");
        }
        return pending.get()
                ? new Check(Rule.IN_PROGRESS, FAIL, "a snapshot is pending")
                : new Check(Rule.IN_PROGRESS, PASS, "no snapshot is pending");
    }

    static Check tolerableFailures(Preflight in) {
        Rule rule = Rule.TOLERABLE_FAILURES;
        Optional<CheckpointSettings> settings = in.reading().checkpoints().settings();
        OptionalInt failures = in.assessment().checkpoints().consecutiveFailures();
        String evidence = settings.map(s -> tolerable(s.tolerableFailures())).orElse("tolerable failures are not known")
                + ", " + (failures.isPresent() ? failures.getAsInt() + " in a row" : "failures in a row are not known");
        if (!in.savepoint()) {
            return new Check(rule, PASS, evidence + "; a checkpoint is what the job does anyway");
        }
        if (settings.isEmpty() || failures.isEmpty()) {
            return new Check(rule, UNKNOWN, evidence);
        }
        int tolerable = settings.get().tolerableFailures();
        boolean pass = tolerable >= MIN_TOLERABLE_FAILURES && failures.getAsInt() <= tolerable - 1;
        return new Check(
                rule,
                pass ? PASS : FAIL,
                evidence + "; a savepoint needs " + MIN_TOLERABLE_FAILURES
                        + " tolerable failures and one to spare, since its own failure counts");
    }

    private static String tolerable(int failures) {
        return failures == Integer.MAX_VALUE
                ? "any number of failures is tolerable"
                : "execution.checkpointing.tolerable-failed-checkpoints is " + failures;
    }

    static Check backpressure(Preflight in) {
        Rule rule = Rule.BACKPRESSURE;
        boolean unaligned = in.reading()
                .checkpoints()
                .settings()
                .map(CheckpointSettings::unaligned)
                .orElse(false);
        if (!in.savepoint() && unaligned) {
            return new Check(rule, PASS, "checkpoints are unaligned: barriers overtake buffers");
        }
        List<VertexLoad> vertices = in.assessment().vertices();
        Optional<VertexLoad> worst = vertices.stream()
                .filter(v -> v.backPressuredMax().isPresent())
                .max(Comparator.comparingDouble(v -> v.backPressuredMax().orElse(0)));
        if (worst.isPresent() && worst.get().backPressuredMax().orElse(1) >= BACKPRESSURE_LIMIT) {
            return new Check(rule, FAIL, most(worst.get()) + "; an aligned barrier would wait behind its buffers");
        }
        Optional<VertexLoad> unknown =
                vertices.stream().filter(v -> v.backPressuredMax().isEmpty()).findFirst();
        if (worst.isEmpty() || unknown.isPresent()) {
            String which = unknown.map(v -> " of " + v.name()).orElse("");
            return new Check(rule, UNKNOWN, "backpressure" + which + " is not known");
        }
        return new Check(rule, PASS, most(worst.get()));
    }

    private static String most(VertexLoad worst) {
        return worst.name() + " is backpressured "
                + Words.percent(worst.backPressuredMax().orElse(0)) + " of the time, limit "
                + Words.percent(BACKPRESSURE_LIMIT);
    }
}
