/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.schedule;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.BreakerEvent;
import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.breaker.Decision;
import dev.flinkvitals.breaker.Decision.Purpose;
import dev.flinkvitals.breaker.Surroundings;
import dev.flinkvitals.config.Policy;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.signals.JobId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Books that are kept beside the breaker's, more simply: a list of everything that happened to one job, through all take-overs,
 * and for each promise a look through that list. Not thread safe.
 */
final class ScheduleBooks {
    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration HOUR = Duration.ofHours(1);

    private enum What {
        TRIGGERED,
        REHEARSED,
        DONE,
        FAILED,
        LOST,
        ABANDONED,
        HARMFUL,
        USELESS,
        OPENED,
        TAKE_OVER,
        CHECKPOINT_COMPLETED
    }

    private record Line(Duration at, What what, Optional<Policy> policy, Optional<Purpose> purpose, String incident) {
        boolean is(What other, Policy of) {
            return what == other && policy.filter(of::equals).isPresent();
        }

        boolean isAction() {
            return purpose.filter(Purpose.ACTION::equals).isPresent();
        }
    }

    private final JobId job;
    private final SnapshotConfig config;
    private final List<String> violations;
    private final List<Line> lines = new ArrayList<>();
    private boolean inFlight;

    ScheduleBooks(JobId job, SnapshotConfig config, List<String> violations) {
        this.job = job;
        this.config = config;
        this.violations = violations;
    }

    long count(String what) {
        return lines.stream().filter(line -> line.what() == What.valueOf(what)).count();
    }

    void takenOver(Duration now) {
        write(now, What.TAKE_OVER, Optional.empty(), Optional.empty(), "");
        inFlight = false;
    }

    void checkpointCompleted(Duration now) {
        write(now, What.CHECKPOINT_COMPLETED, Optional.empty(), Optional.empty(), "");
    }

    void event(Duration now, BreakerEvent event) {
        if (event.mode() != SnapshotConfig.Mode.ACTIVE && event.kind() != BreakerEvent.Kind.INCIDENT_OPENED) {
            return;
        }
        switch (event.kind()) {
            case HARMFUL ->
                write(
                        now,
                        What.HARMFUL,
                        event.policy(),
                        Optional.empty(),
                        event.incident().orElse(""));
            case BLACKLISTED ->
                write(
                        now,
                        What.USELESS,
                        event.policy(),
                        Optional.empty(),
                        event.incident().orElse(""));
            case INCIDENT_OPENED ->
                write(
                        now,
                        What.OPENED,
                        event.policy(),
                        Optional.empty(),
                        event.incident().orElse(""));
            default -> {}
        }
    }

    void result(Duration now, Decision.Act act, String what) {
        write(
                now,
                What.valueOf(what),
                Optional.of(act.wish().policy()),
                Optional.of(act.purpose()),
                act.wish().incident());
        inFlight = false;
    }

    /** Something is about to be triggered or rehearsed. */
    void acts(
            Duration now,
            Decision.Act act,
            SnapshotConfig.Mode mode,
            SimulatedJob seen,
            Surroundings around,
            boolean fleet) {
        Policy policy = act.wish().policy();
        require(now, config.mode(policy) == mode && mode != SnapshotConfig.Mode.OFF, policy + " acts in mode " + mode);
        require(
                now,
                act.checks().stream().allMatch(check -> check.verdict() == Check.Verdict.PASS),
                "acts on a check that did not pass");
        require(now, seen.confidence >= 0.5 && seen.leader && seen.statisticsKnown, "acts on what it does not know");
        require(now, around.stopped().equals(Optional.of(false)), "acts while stopped, or not known to be free");
        require(
                now,
                around.ledger() == Surroundings.Ledger.READY
                        || (mode == SnapshotConfig.Mode.MONITOR && around.ledger() == Surroundings.Ledger.NOT_NEEDED),
                "acts with a ledger that is " + around.ledger());
        require(now, around.clusterBusy().equals(Optional.of(false)), "acts beside another job");
        require(now, !fleet && around.fleet().isPresent(), "acts although half of the fleet is ill");
        require(
                now,
                lines.stream()
                                .filter(line -> line.is(What.OPENED, policy)
                                        && now.minus(line.at()).compareTo(HOUR) <= 0)
                                .map(Line::incident)
                                .distinct()
                                .count()
                        < 3,
                policy + " acts while its incidents come and go");
        boolean real = mode == SnapshotConfig.Mode.ACTIVE;
        if (real) {
            require(now, !inFlight, "acts while another action is in flight");
            harm(now, act);
            failures(now, act);
        }
        budget(now, act, real ? What.TRIGGERED : What.REHEARSED);
        incident(now, act, real);
        write(
                now,
                real ? What.TRIGGERED : What.REHEARSED,
                Optional.of(policy),
                Optional.of(act.purpose()),
                act.wish().incident());
        inFlight |= real;
    }

    private void budget(Duration now, Decision.Act act, What kind) {
        List<Line> spent = new ArrayList<>();
        for (Line line : lines) {
            if (line.what() == kind) {
                spent.add(line);
            } else if (line.what() == What.ABANDONED && kind == What.TRIGGERED) {
                spent.remove(spent.size() - 1);
            }
        }
        require(
                now,
                spent.stream()
                                .filter(line -> now.minus(line.at()).compareTo(DAY) < 0)
                                .count()
                        < config.maxPerDay(),
                "acts more often than a day allows");
        require(
                now,
                kind == What.REHEARSED
                        || lines.stream()
                                .filter(line -> line.what() == What.ABANDONED)
                                .filter(line -> line.at().compareTo(lastTakeOver()) > 0)
                                .noneMatch(line -> now.minus(line.at())
                                                .compareTo(config.backoff().dividedBy(2))
                                        < 0),
                "tries again at once what was not carried out");
        if (act.purpose() == Purpose.ACTION) {
            require(
                    now,
                    spent.stream()
                            .filter(Line::isAction)
                            .noneMatch(line -> now.minus(line.at()).compareTo(config.minInterval()) < 0),
                    "acts twice within the minimum interval");
            require(
                    now,
                    lines.stream()
                            .filter(line -> line.what() == What.TAKE_OVER)
                            .noneMatch(line -> now.minus(line.at()).compareTo(config.minInterval()) < 0),
                    "acts right after a take-over");
        }
    }

    private Duration lastTakeOver() {
        return lines.stream()
                .filter(line -> line.what() == What.TAKE_OVER)
                .map(Line::at)
                .reduce(Duration.ZERO, (older, newer) -> newer);
    }

    private void incident(Duration now, Decision.Act act, boolean real) {
        String incident = act.wish().incident();
        List<What> got = real ? List.of(What.DONE, What.LOST) : List.of(What.REHEARSED);
        require(
                now,
                lines.stream()
                        .filter(line -> line.incident().equals(incident) && line.isAction())
                        .noneMatch(line -> got.contains(line.what())),
                incident + " gets a second action");
        // What was in flight at a take-over, and was not heard of since, may have completed.
        int open = 0;
        for (Line line : lines) {
            if (line.incident().equals(incident) && line.isAction()) {
                open += line.what() == What.TRIGGERED ? 1 : 0;
                open -= line.what() == What.FAILED || line.what() == What.ABANDONED ? 1 : 0;
            }
        }
        require(now, !real || open == 0, incident + " gets an action after one whose end nobody knows");
    }

    private void harm(Duration now, Decision.Act act) {
        Action action = act.wish().action();
        require(
                now,
                lines.stream()
                        .filter(line -> line.what() == What.HARMFUL
                                && now.minus(line.at()).compareTo(DAY) < 0)
                        .noneMatch(line -> Action.of(line.policy().orElseThrow()) == action),
                "a " + action + " within a day of harm");
        require(
                now,
                lines.stream()
                        .filter(line -> now.minus(line.at()).compareTo(DAY) < 0)
                        .noneMatch(line -> line.is(What.USELESS, act.wish().policy())),
                act.wish().policy() + " acts within a day of an action that did not help");
    }

    /** After two failures in a row: a pause, and then a checkpoint that completed. */
    private void failures(Duration now, Decision.Act act) {
        Action action = act.wish().action();
        int inARow = 0;
        Optional<Duration> second = Optional.empty();
        boolean proven = false;
        for (Line line : lines) {
            boolean own = line.policy().map(Action::of).filter(action::equals).isPresent();
            if (own && line.isAction() && (line.what() == What.FAILED || line.what() == What.LOST)) {
                inARow++;
                second = inARow >= 2 ? Optional.of(line.at()) : Optional.empty();
                proven = false;
            } else if (own && line.isAction() && line.what() == What.DONE) {
                inARow = 0;
                second = Optional.empty();
            } else if (second.isPresent()
                    && (line.what() == What.CHECKPOINT_COMPLETED
                            || (line.what() == What.DONE && line.purpose().equals(Optional.of(Purpose.PROBE))))) {
                proven = true;
                inARow = 0;
            }
        }
        if (second.isPresent()) {
            Duration paused = now.minus(second.get());
            require(
                    now,
                    paused.compareTo(config.backoff().dividedBy(2)) >= 0,
                    "a " + action + " " + paused + " after two failures");
            require(
                    now,
                    proven || act.purpose() == Purpose.PROBE,
                    "a " + action + " after two failures that no checkpoint proved");
        }
    }

    private void write(Duration now, What what, Optional<Policy> policy, Optional<Purpose> purpose, String incident) {
        lines.add(new Line(now, what, policy, purpose, incident));
    }

    void require(Duration now, boolean holds, String otherwise) {
        if (!holds) {
            violations.add(now + " " + job + ": " + otherwise);
        }
    }
}
