/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.outcome;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.BreakerEvent.Kind;
import dev.flinkvitals.breaker.Decision;
import dev.flinkvitals.breaker.outcome.OutcomeWatch.Finding;
import dev.flinkvitals.signals.JobFailure;
import dev.flinkvitals.signals.JobPhase;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.ProcessReading;
import dev.flinkvitals.signals.Tick;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Whether a job restarted since an action was triggered, and whether that was foreseen: the loss of the process that the wish
 * named, or a failure on it, is what the savepoint was taken for. Not thread safe.
 */
final class Restarts {
    private static final Set<JobPhase> DOWN = EnumSet.of(JobPhase.FAILING, JobPhase.RESTARTING, JobPhase.FAILED);

    private final Optional<String> place;
    /** A restart that is the action itself is over when the job runs again; only then the watch for further ones begins. */
    private final boolean isRestart;

    private OptionalLong countBefore;
    private Instant since;
    private boolean counting;
    private Optional<String> seen = Optional.empty();
    private boolean foreseen;

    Restarts(Decision.Act act, Tick triggered, JobReading before) {
        this.place = act.wish().place();
        this.isRestart = act.action() == Action.RESTART;
        this.countBefore = before.status().restarts();
        this.since = triggered.at();
        this.counting = !isRestart;
    }

    /** The action failed: if it was a restart, there is none to wait for. */
    void failed(Tick tick) {
        if (isRestart) {
            since = tick.at();
            countBefore = OptionalLong.empty();
            counting = true;
        }
    }

    /** Whether the job runs as the action left it; before that nothing is compared with what was before. */
    boolean isBack() {
        return counting;
    }

    /**
     * Looks at one cycle.
     *
     * @param reading of the job
     * @param ended whether the action came to its end: a restart does when Flink is told, which is before it happens
     */
    void observe(JobReading reading, boolean ended) {
        if (!counting) {
            boolean again = reading.status().isFullyRunning()
                    && reading.status().since().isAfter(since);
            if (ended && again) {
                since = later(reading.status().since(), reading.tick().at());
                countBefore = reading.status().restarts();
                counting = true;
            }
            return;
        }
        OptionalLong count = reading.status().restarts();
        if (countBefore.isEmpty()) {
            countBefore = count;
        }
        boolean counted = count.isPresent() && countBefore.isPresent() && count.getAsLong() > countBefore.getAsLong();
        boolean again = reading.status().phase() == JobPhase.RUNNING
                && reading.status().since().isAfter(since);
        List<JobFailure> failures = reading.restarts().failures().stream()
                .filter(failure -> failure.at().isAfter(since))
                .toList();
        boolean down = DOWN.contains(reading.status().phase());
        if (down || counted || again || !failures.isEmpty()) {
            seen = Optional.of(failures.stream()
                    .findFirst()
                    .map(failure -> "the job restarted: " + failure.exceptionClass()
                            + failure.processId().map(p -> " on " + p).orElse(""))
                    .or(() -> seen)
                    .orElse(down ? "the job is " + reading.status().phase() : "the job restarted"));
            foreseen |= isForeseen(failures, reading);
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private boolean isForeseen(List<JobFailure> failures, JobReading reading) {
        if (place.isEmpty()) {
            return false;
        }
        boolean onlyThere = !failures.isEmpty()
                && failures.stream().allMatch(f -> f.processId().equals(place));
        boolean lost = !reading.processes().isEmpty()
                && reading.processes().stream().map(ProcessReading::processId).noneMatch(id -> id.equals(place.get()));
        return onlyThere || lost;
    }

    /**
     * What a restart says of the action. Whose failure it was may be told later than the restart itself, so one that may yet
     * turn out to be foreseen is not called harm before the watch is over.
     */
    Optional<Finding> verdict(boolean over) {
        if (seen.isEmpty()) {
            return Optional.empty();
        }
        if (foreseen) {
            return Optional.of(new Finding(
                    Kind.UNHARMED, seen.get() + "; " + place.orElse("") + " was in trouble before the action"));
        }
        return place.isEmpty() || over ? Optional.of(new Finding(Kind.HARMFUL, seen.get())) : Optional.empty();
    }
}
