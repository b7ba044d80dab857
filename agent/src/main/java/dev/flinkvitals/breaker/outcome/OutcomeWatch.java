/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.outcome;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.BreakerEvent.Kind;
import dev.flinkvitals.breaker.Decision;
import dev.flinkvitals.breaker.Words;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.JobPhase;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Looks for harm after an action, for as long as the configuration says. Harm is
 *
 * <ul>
 *   <li>a restart since the trigger that the wish did not foresee;
 *   <li>sources that take in a fifth less than the median of the windows before, for two minutes (a fifth of the watch: two
 *       minutes of the usual ten, less in a shorter one), unless as much less arrives, where that is known;
 *   <li>the next two plain checkpoints not completing.
 * </ul>
 *
 * A failed action is watched as well: a savepoint's failure can restart the job. What cannot be told is not called unharmed. Not
 * thread safe.
 */
public final class OutcomeWatch {
    private static final double SLOWER = 0.8;
    private static final int PARTS_OF_WATCH = 5;
    private static final int CHECKPOINTS = 2;

    private final Decision.Act act;
    private final Tick triggered;
    private final Duration watch;
    private final OptionalDouble usual;
    private final Restarts restarts;
    private Optional<Tick> ended = Optional.empty();
    /** From when on the job is as the action left it. */
    private Optional<Tick> back = Optional.empty();

    private boolean completed;
    private Optional<Duration> slowSince = Optional.empty();
    private boolean throughputKnown;
    private boolean checkpointsKnown;

    /**
     * What the watch found.
     *
     * @param kind unharmed, harmful, or unknown
     * @param text in words with numbers
     */
    public record Finding(Kind kind, String text) {}

    /**
     * A watch that begins with the trigger.
     *
     * @param act what was triggered
     * @param triggered when
     * @param before the last reading before that
     * @param usual records per second that the sources took in before; empty if not known
     * @param watch how long to look for harm after the action's end
     */
    public OutcomeWatch(Decision.Act act, Tick triggered, JobReading before, OptionalDouble usual, Duration watch) {
        this.act = act;
        this.triggered = triggered;
        this.watch = watch;
        this.usual = usual;
        this.restarts = new Restarts(act, triggered, before);
    }

    /** What was triggered. */
    public Decision.Act act() {
        return act;
    }

    /** When it was triggered. */
    public Tick triggered() {
        return triggered;
    }

    /** Whether it came to its end. */
    public boolean hasEnded() {
        return ended.isPresent();
    }

    /** Whether it completed. */
    public boolean completed() {
        return completed;
    }

    /** The action came to its end, and the watch begins. */
    public void ended(boolean hasCompleted, Tick tick) {
        completed = hasCompleted;
        ended = Optional.of(tick);
        if (!hasCompleted) {
            restarts.failed(tick);
        }
    }

    /**
     * Looks at one cycle.
     *
     * @param assessment the job's health
     * @param reading what it was judged by
     * @return what was found, once; after that the watch is over
     */
    public Optional<Finding> observe(Assessment assessment, JobReading reading) {
        restarts.observe(reading, ended.isPresent());
        if (ended.isEmpty()) {
            return Optional.empty();
        }
        if (!restarts.isBack()) {
            return notBack(reading);
        }
        if (back.isEmpty()) {
            back = act.action() == Action.RESTART && completed ? Optional.of(reading.tick()) : ended;
        }
        Duration since = reading.tick().elapsed().minus(back.get().elapsed());
        boolean over = since.compareTo(watch) >= 0;
        JobPhase phase = reading.status().phase();
        Optional<Finding> restart = restarts.verdict(over || phase.isTerminal());
        if (restart.isPresent()) {
            return restart;
        }
        if (phase.isTerminal()) {
            return finding(Kind.OUTCOME_UNKNOWN, "the job is " + phase);
        }
        Optional<Finding> harm = slower(assessment, reading).or(() -> checkpointsFail(reading));
        if (harm.isPresent() || !over) {
            return harm;
        }
        if (!throughputKnown || !checkpointsKnown) {
            String missing = throughputKnown ? "how its checkpoints went" : "what its sources take in";
            return finding(Kind.OUTCOME_UNKNOWN, missing + " is not known");
        }
        return finding(
                Kind.UNHARMED,
                "no restart, no loss of throughput and checkpoints as before within " + Words.time(watch));
    }

    /** The restart that was asked for is not over: the job has the time of a watch to come back. */
    private Optional<Finding> notBack(JobReading reading) {
        Duration since = reading.tick().elapsed().minus(ended.orElse(triggered).elapsed());
        JobPhase phase = reading.status().phase();
        if (!phase.isTerminal() && since.compareTo(watch) < 0) {
            return Optional.empty();
        }
        return reading.status().isFullyRunning()
                ? finding(Kind.OUTCOME_UNKNOWN, "Flink did not restart the job")
                : finding(Kind.HARMFUL, "the job does not run again after the restart, it is " + phase);
    }

    private Optional<Finding> slower(Assessment assessment, JobReading reading) {
        OptionalDouble now = SourceThroughput.perSecond(assessment, reading);
        throughputKnown = usual.isPresent() && now.isPresent();
        if (!throughputKnown) {
            return Optional.empty();
        }
        // Who takes in all that arrives is not slow, however little that is: traffic has its hours.
        double expected = Math.min(
                usual.getAsDouble(), assessment.capacity().arrivalPerSecond().orElse(usual.getAsDouble()));
        if (now.getAsDouble() > SLOWER * expected || expected <= 0) {
            slowSince = Optional.empty();
            return Optional.empty();
        }
        Duration elapsed = reading.tick().elapsed();
        Duration since = slowSince.orElse(elapsed);
        slowSince = Optional.of(since);
        Duration slow = elapsed.minus(since);
        return slow.compareTo(watch.dividedBy(PARTS_OF_WATCH)) >= 0
                ? finding(
                        Kind.HARMFUL,
                        "the sources take in " + Words.number(now.getAsDouble()) + " records/s for " + Words.time(slow)
                                + ", " + Words.number(usual.getAsDouble()) + " before")
                : Optional.empty();
    }

    private Optional<Finding> checkpointsFail(JobReading reading) {
        CheckpointReading checkpoints = reading.checkpoints();
        checkpointsKnown = !checkpoints.equals(CheckpointReading.UNKNOWN);
        List<CheckpointSample> next = checkpoints.history().stream()
                .filter(c -> c.kind() == CheckpointSample.Kind.CHECKPOINT && !c.ours())
                .filter(c -> c.triggeredAt()
                        .isAfter(back.or(() -> ended).orElse(triggered).at()))
                .sorted(Comparator.comparing(CheckpointSample::triggeredAt))
                .limit(CHECKPOINTS)
                .toList();
        return next.size() == CHECKPOINTS && next.stream().allMatch(c -> c.status() == CheckpointSample.Status.FAILED)
                ? finding(Kind.HARMFUL, "the next " + CHECKPOINTS + " checkpoints failed")
                : Optional.empty();
    }

    private static Optional<Finding> finding(Kind kind, String text) {
        return Optional.of(new Finding(kind, text));
    }
}
