/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.recovery;

import dev.flinkvitals.health.estimate.Interval;
import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.finding.Severity;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.health.lag.LagVitals;
import dev.flinkvitals.signals.JobFailure;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.RestartStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Says what would go wrong if the job failed now. */
final class RecoveryFindings {
    /** Share of the retention from which on it is worth a look. */
    private static final double RETENTION_WARNING = 0.5;

    private RecoveryFindings() {}

    /**
     * Recovery beyond the objective: a warning if it is expected, critical if even the best case is. Where the capacity does not
     * exceed the arrivals it stays a warning, since another finding says what is wrong now.
     */
    static Optional<Observation> tooLong(RecoveryOutlook outlook, Interval lasting, Duration objective) {
        double most = Times.seconds(objective);
        if (lasting.mid() <= most) {
            return Optional.empty();
        }
        boolean headroom = Double.isFinite(lasting.mid());
        boolean certain = headroom && lasting.low() > most;
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence("recovery objective", most, "s"));
        finite("recovery time, at best", lasting.low(), "s").ifPresent(evidence::add);
        finite("recovery time", lasting.mid(), "s").ifPresent(evidence::add);
        finite("recovery time, at worst", lasting.high(), "s").ifPresent(evidence::add);
        outlook.recordsToReplay()
                .ifPresent(records -> evidence.add(new Evidence("records to replay", records, "{record}")));
        outlook.parts()
                .forEach(part ->
                        finite(part.phase().label(), part.seconds(), "s").ifPresent(evidence::add));
        String advice = outlook.objectiveReachable().orElse(true)
                ? outlook.bestInterval()
                        .map(best -> "; a checkpoint interval of " + Words.duration(best) + " serves it best")
                        .orElse("")
                : "; no checkpoint interval reaches it at this load";
        return Optional.of(new Observation(
                FindingKind.RECOVERY_TOO_LONG,
                certain ? Severity.CRITICAL : Severity.WARNING,
                Place.JOB,
                headroom ? cause(outlook) : "no_headroom",
                tooLong(lasting) + ", the objective is " + Words.duration(objective) + advice,
                evidence,
                headroom ? Optional.empty() : Optional.of(FindingKind.CAPACITY_EXCEEDED)));
    }

    /** The sentence that says how long. */
    static String tooLong(Interval lasting) {
        if (!Double.isFinite(lasting.mid())) {
            return "after a failure the job would not catch up: more arrives than it can process";
        }
        return "after a failure the job would need about " + Words.duration(Times.ofSeconds(lasting.mid()))
                + " to catch up";
    }

    /** The largest part of the time. */
    private static String cause(RecoveryOutlook outlook) {
        return outlook.parts().stream()
                .max(Comparator.comparingDouble(RecoveryOutlook.Part::seconds))
                .map(part -> switch (part.phase()) {
                    case DETECT -> "slow_detection";
                    case BACKOFF -> "long_backoff";
                    case START -> "large_state";
                    case REPLAY -> "long_replay";
                    case LAG -> "large_lag";
                    case ARRIVALS -> "little_headroom";
                })
                .orElse("unknown");
    }

    /** A job that the next failure ends: its strategy does not restart, or has used up its restarts. */
    static Optional<Observation> noRestart(JobReading reading) {
        if (!reading.checkpoints().enabled().orElse(false)) {
            return Optional.empty();
        }
        return reading.restarts()
                .strategy()
                .filter(strategy -> strategy.neverRestarts() || isUsedUp(strategy, reading))
                .map(strategy -> Observation.of(
                        FindingKind.RECOVERY_TOO_LONG,
                        Severity.WARNING,
                        Place.JOB,
                        "no_restart",
                        strategy.neverRestarts()
                                ? "the restart strategy is none: the first failure ends the job"
                                : "the restart strategy " + strategy.kind() + " has used up its "
                                        + strategy.maxAttempts().orElse(0) + " restarts: the next failure ends the job",
                        List.of()));
    }

    private static boolean isUsedUp(RestartStrategy strategy, JobReading reading) {
        if (strategy.maxAttempts().isEmpty()) {
            return false;
        }
        int most = strategy.maxAttempts().getAsInt();
        return switch (strategy.kind()) {
            case "fixed-delay" -> reading.status().restarts().orElse(0) >= most;
            case "failure-rate" -> {
                List<JobFailure> failures = reading.restarts().failures();
                yield most > 0
                        && failures.size() >= most
                        && Duration.between(
                                                failures.get(most - 1).at(),
                                                reading.tick().at())
                                        .compareTo(strategy.resetAfter())
                                < 0;
            }
            default -> false;
        };
    }

    /** Transactions that began before the last checkpoint have to be committed after the restart, or their records are lost. */
    static Optional<Observation> transactionTimeout(
            JobReading reading, RecoveryOutlook outlook, Duration age, Duration timeout) {
        if (!Committers.isPresent(reading) || outlook.downtimeSeconds().isEmpty()) {
            return Optional.empty();
        }
        Interval down = outlook.downtimeSeconds().orElseThrow();
        double limit = Times.seconds(timeout);
        double expected = Times.seconds(age) + down.mid();
        double worst = Times.seconds(age) + down.high();
        if (worst < limit) {
            return Optional.empty();
        }
        return Optional.of(Observation.of(
                FindingKind.TRANSACTION_TIMEOUT_NEAR,
                expected >= limit ? Severity.CRITICAL : Severity.WARNING,
                Place.JOB,
                "checkpoint_overdue",
                "the last checkpoint is " + Words.duration(age) + " old; with a downtime of up to "
                        + Words.duration(Times.ofSeconds(down.high())) + " its transactions would be older than "
                        + Words.duration(timeout) + ", and what they hold would be lost",
                List.of(
                        new Evidence("checkpoint age", Times.seconds(age), "s"),
                        new Evidence("downtime", down.mid(), "s"),
                        new Evidence("downtime, at worst", down.high(), "s"),
                        new Evidence("transaction timeout", limit, "s"))));
    }

    /** A recovery reads from where the last checkpoint stood, which was behind by the lag already. */
    static Optional<Observation> dataExpires(RecoveryOutlook outlook, Duration age, LagVitals lag, Duration retention) {
        Optional<Interval> time = outlook.recoverySeconds().or(outlook::downtimeSeconds);
        if (time.isEmpty()) {
            return Optional.empty();
        }
        Interval needed = time.orElseThrow();
        double recovery = Double.isFinite(needed.high())
                ? needed.high()
                : Double.isFinite(needed.mid())
                        ? needed.mid()
                        : outlook.downtimeSeconds().map(Interval::high).orElse(0.0);
        double behind = Math.max(0, lag.seconds().orElse(0));
        double oldest = Times.seconds(age) + behind + recovery;
        double limit = Times.seconds(retention);
        if (oldest < RETENTION_WARNING * limit) {
            return Optional.empty();
        }
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence("checkpoint age", Times.seconds(age), "s"));
        finite("lag", behind, "s").ifPresent(evidence::add);
        finite("recovery time, at worst", recovery, "s").ifPresent(evidence::add);
        evidence.add(new Evidence("topic retention", limit, "s"));
        return Optional.of(Observation.of(
                FindingKind.DATA_EXPIRES,
                oldest >= limit ? Severity.CRITICAL : Severity.WARNING,
                Place.JOB,
                "recovery_exceeds_retention",
                "a recovery would read records that are up to " + Words.duration(Times.ofSeconds(oldest))
                        + " old, the topics keep them for " + Words.duration(retention),
                evidence));
    }

    /** A number as evidence, unless it is infinite. */
    static Optional<Evidence> finite(String name, double value, String unit) {
        return Double.isFinite(value) ? Optional.of(new Evidence(name, value, unit)) : Optional.empty();
    }
}
