/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.stability;

import dev.flinkvitals.health.estimate.Curve;
import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.judgement.Concern;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.signals.JobPhase;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.JobStatusReading;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether the job runs and keeps running: its phase, restarts in the last hour, tasks that do not run, and how far the
 * pause between restarts has grown. Not thread-safe.
 */
public final class StabilityRule {
    private static final Curve RESTARTS_PER_HOUR = new Curve(0, 1, 3);
    private static final Curve INCOMPLETE_WINDOWS = new Curve(1, 3, 10);

    /** The pause over the first one; Flink's default grows it from 1 s to 60 s. */
    private static final Curve BACKOFF_GROWTH = new Curve(2, 20, 60);

    /** A long pause only makes the next failure worse. */
    private static final double MOST_FOR_BACKOFF = 0.5;

    private static final Set<JobPhase> BROKEN = EnumSet.of(JobPhase.RESTARTING, JobPhase.FAILING, JobPhase.FAILED);
    private static final Set<JobPhase> STARTING =
            EnumSet.of(JobPhase.INITIALIZING, JobPhase.CREATED, JobPhase.RECONCILING);
    private static final double WITHOUT_RESTARTS = 0.7;

    private final Duration window;
    private final RestartCounter restarts = new RestartCounter();
    private final FailureCounter failures = new FailureCounter();
    private boolean ran;
    private @Nullable Duration incompleteSince;
    private @Nullable Duration brokenSince;
    private OptionalLong perHour = OptionalLong.empty();

    /**
     * A rule that has seen nothing yet.
     *
     * @param window length of the windows over which rates are taken
     */
    public StabilityRule(Duration window) {
        this.window = window;
    }

    /**
     * Judges one cycle.
     *
     * @param reading the job
     * @return the judgement
     */
    public Judgement judge(JobReading reading) {
        JobStatusReading status = reading.status();
        perHour = restarts.update(reading);
        failures.update(reading.restarts().failures());
        ran |= status.phase() == JobPhase.RUNNING;
        Duration elapsed = reading.tick().elapsed();
        boolean incomplete = status.phase() == JobPhase.RUNNING && !status.isFullyRunning();
        incompleteSince = since(incomplete, incompleteSince, elapsed);
        brokenSince = since(isBroken(reading), brokenSince, elapsed);
        if (status.phase() == JobPhase.UNKNOWN || status.phase() == JobPhase.SUSPENDED) {
            return new Judgement.Missing("the job's phase is " + status.phase() + ": another JobManager may run it");
        }
        if (!isBroken(reading) && STARTING.contains(status.phase())) {
            return new Judgement.Missing("the job has not run yet: it is " + status.phase());
        }
        Concern worst = Concern.worse(phase(reading), restarts(reading));
        worst = Concern.worse(worst, backoff(reading));
        worst = Concern.worse(worst, tasks(reading));
        return worst.known(
                perHour.isPresent() ? 1.0 : WITHOUT_RESTARTS,
                perHour.isPresent() ? Set.of("phase", "restarts") : Set.of("phase"));
    }

    /**
     * What is wrong in this cycle.
     *
     * @param reading the job, after {@link #judge}
     */
    public List<Observation> observe(JobReading reading) {
        Duration elapsed = reading.tick().elapsed();
        return StabilityFindings.of(
                reading, window, Optional.ofNullable(brokenSince).map(elapsed::minus), incompleteFor(elapsed));
    }

    /**
     * Figures to publish.
     *
     * @param reading the job, after {@link #judge}
     */
    public StabilityVitals vitals(JobReading reading) {
        return new StabilityVitals(
                perHour,
                Backoff.of(reading.restarts(), reading.tick().at()).flatMap(Backoff::current),
                loop(reading).isPresent(),
                failures.counts(),
                reading.restarts().failures(),
                reading.restarts().initializations().stream().findFirst());
    }

    /**
     * Whether the job is down although it should run: beyond any doubt, whatever else is not known.
     *
     * @param reading the job, after {@link #judge}
     */
    public boolean isBroken(JobReading reading) {
        JobPhase phase = reading.status().phase();
        return BROKEN.contains(phase) || (ran && STARTING.contains(phase));
    }

    private static @Nullable Duration since(boolean holds, @Nullable Duration since, Duration now) {
        if (!holds) {
            return null;
        }
        return since == null ? now : since;
    }

    private Duration incompleteFor(Duration elapsed) {
        return incompleteSince == null ? Duration.ZERO : elapsed.minus(incompleteSince);
    }

    private Optional<RestartLoop> loop(JobReading reading) {
        return RestartLoop.of(reading.restarts(), reading.tick().at(), window);
    }

    private Concern phase(JobReading reading) {
        JobStatusReading status = reading.status();
        Duration age = Duration.between(status.since(), reading.tick().at());
        if (isBroken(reading)) {
            return new Concern(
                    1,
                    "the job is down: " + status.phase() + " for " + Words.duration(age),
                    Place.JOB,
                    List.of(new Evidence("time in phase", Times.seconds(age), "s")));
        }
        return new Concern(
                0, "the job has been " + status.phase() + " for " + Words.duration(age), Place.JOB, List.of());
    }

    /** Flink's counter, or the failures that it names if they are more: neither is complete in every deployment. */
    private Concern restarts(JobReading reading) {
        long named = FailureCounter.withinLastHour(
                reading.restarts().failures(), reading.tick().at());
        long count = Math.max(perHour.orElse(0), named);
        if (count == 0) {
            return new Concern(0, "no restart in the last hour", Place.JOB, List.of());
        }
        return new Concern(
                RESTARTS_PER_HOUR.severity((double) count),
                count + (count == 1 ? " restart" : " restarts") + " in the last hour"
                        + StabilityFindings.lastFailure(reading.restarts().failures()),
                Place.JOB,
                List.of(new Evidence("restarts per hour", (double) count, "{restart}")));
    }

    private Concern backoff(JobReading reading) {
        Optional<Backoff> backoff =
                Backoff.of(reading.restarts(), reading.tick().at());
        if (backoff.isEmpty()) {
            return new Concern(0, "the pause between restarts does not grow", Place.JOB, List.of());
        }
        Duration pause = backoff.orElseThrow().current().orElse(Duration.ZERO);
        return new Concern(
                Math.min(
                        MOST_FOR_BACKOFF,
                        BACKOFF_GROWTH.severity(backoff.orElseThrow().growth())),
                "the pause between restarts has grown to " + Words.duration(pause),
                Place.JOB,
                List.of(new Evidence("back-off", Times.seconds(pause), "s")));
    }

    private Concern tasks(JobReading reading) {
        JobStatusReading status = reading.status();
        Duration incompleteFor = incompleteFor(reading.tick().elapsed());
        return new Concern(
                INCOMPLETE_WINDOWS.severity(Times.seconds(incompleteFor) / Times.seconds(window)),
                StabilityFindings.tasksMissing(status, incompleteFor),
                Place.JOB,
                StabilityFindings.tasks(status));
    }
}
