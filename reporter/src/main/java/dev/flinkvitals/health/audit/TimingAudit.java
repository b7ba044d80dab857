/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.audit;

import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.finding.Severity;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.signals.CheckpointFailure;
import dev.flinkvitals.signals.CheckpointSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Interval, pause and timeout against what checkpoints take, and how many failures are tolerated. */
final class TimingAudit {
    /** Beyond this share of its interval, a job checkpoints more than it rests. */
    private static final double MOST_OF_INTERVAL = 0.5;
    /** Beyond this share of the timeout, a busy hour makes checkpoints expire. */
    private static final double MOST_OF_TIMEOUT = 0.8;

    private TimingAudit() {}

    static List<Observation> observe(Audited job) {
        List<Observation> seen = new ArrayList<>();
        interval(job).ifPresent(seen::add);
        timeout(job).ifPresent(seen::add);
        tolerance(job).ifPresent(seen::add);
        return seen;
    }

    private static Optional<Observation> interval(Audited job) {
        CheckpointSettings settings = job.settings();
        double interval = Times.seconds(settings.interval());
        if (job.durationP95().isEmpty() || interval <= 0) {
            return Optional.empty();
        }
        double p95 = Times.seconds(job.durationP95().orElseThrow());
        double cycle = Math.max(interval, Times.seconds(settings.minPause()) + p95);
        if (p95 <= MOST_OF_INTERVAL * cycle) {
            return Optional.empty();
        }
        boolean overlapping = settings.maxConcurrent() > 1 && p95 > interval;
        String cause = overlapping ? "concurrent_checkpoints" : p95 > interval ? "longer_than_interval" : "no_rest";
        return Optional.of(Observation.of(
                FindingKind.INTERVAL_TOO_SHORT,
                Severity.INFO,
                Place.JOB,
                cause,
                "checkpoints take up to " + Words.duration(job.durationP95().orElseThrow()) + " of each "
                        + Words.duration(Times.ofSeconds(cycle))
                        + (overlapping ? ", and up to " + settings.maxConcurrent() + " of them run at once" : ""),
                List.of(
                        new Evidence("duration p95", p95, "s"),
                        new Evidence("interval", interval, "s"),
                        new Evidence("min pause", Times.seconds(settings.minPause()), "s"),
                        new Evidence("max concurrent", settings.maxConcurrent(), "{checkpoint}"))));
    }

    private static Optional<Observation> timeout(Audited job) {
        double timeout = Times.seconds(job.settings().timeout());
        if (job.durationP95().isEmpty() || timeout <= 0) {
            return Optional.empty();
        }
        double p95 = Times.seconds(job.durationP95().orElseThrow());
        if (p95 <= MOST_OF_TIMEOUT * timeout) {
            return Optional.empty();
        }
        return Optional.of(Observation.of(
                FindingKind.CHECKPOINT_TIMEOUT_TIGHT,
                Severity.WARNING,
                Place.JOB,
                "near_timeout",
                "checkpoints take up to " + Words.duration(job.durationP95().orElseThrow()) + ", and expire after "
                        + Words.duration(job.settings().timeout()),
                List.of(new Evidence("duration p95", p95, "s"), new Evidence("timeout", timeout, "s"))));
    }

    private static Optional<Observation> tolerance(Audited job) {
        if (job.settings().tolerableFailures() > 0) {
            return Optional.empty();
        }
        long failures = job.reading().checkpoints().failures().stream()
                .filter(CheckpointFailure::isCounted)
                .count();
        return Optional.of(Observation.of(
                FindingKind.NO_FAILURE_TOLERATED,
                failures > 0 ? Severity.WARNING : Severity.INFO,
                Place.JOB,
                failures > 0 ? "failures_happen" : "default",
                "one failed checkpoint, or a savepoint that fails on a task, restarts the job"
                        + (failures > 0 ? "; " + failures + " of late did" : ""),
                List.of(new Evidence("failures of late", (double) failures, "{checkpoint}"))));
    }
}
