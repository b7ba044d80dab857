/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.stability;

import dev.flinkvitals.health.estimate.Curve;
import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.judgement.Concern;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.signals.JobPhase;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.JobStatusReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges whether the job runs and keeps running. Not thread-safe. */
public final class StabilityRule {
    private static final Curve RESTARTS_PER_HOUR = new Curve(0, 1, 3);
    private static final Curve INCOMPLETE_SECONDS = new Curve(60, 180, 600);
    private static final Set<JobPhase> BROKEN = EnumSet.of(JobPhase.RESTARTING, JobPhase.FAILING, JobPhase.FAILED);
    private static final Set<JobPhase> STARTING =
            EnumSet.of(JobPhase.INITIALIZING, JobPhase.CREATED, JobPhase.RECONCILING);
    private static final double WITHOUT_RESTARTS = 0.7;

    private final RestartCounter restarts = new RestartCounter();
    private boolean ran;
    private @Nullable Duration incompleteSince;

    /**
     * Judges one cycle.
     *
     * @param reading the job
     * @return the finding
     */
    public Judgement judge(JobReading reading) {
        JobStatusReading status = reading.status();
        OptionalLong perHour = restarts.update(reading);
        ran |= status.phase() == JobPhase.RUNNING;
        trackTasks(reading);
        if (status.phase() == JobPhase.UNKNOWN || status.phase() == JobPhase.SUSPENDED) {
            return new Judgement.Missing("the job's phase is " + status.phase() + ": another JobManager may run it");
        }
        if (!isBroken(reading) && STARTING.contains(status.phase())) {
            return new Judgement.Missing("the job has not run yet: it is " + status.phase());
        }
        Concern worst = Concern.worse(Concern.worse(phase(reading), restarts(perHour)), tasks(reading));
        return worst.known(
                perHour.isPresent() ? 1.0 : WITHOUT_RESTARTS,
                perHour.isPresent() ? Set.of("phase", "restarts") : Set.of("phase"));
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

    private void trackTasks(JobReading reading) {
        boolean incomplete = reading.status().phase() == JobPhase.RUNNING
                && !reading.status().isFullyRunning();
        if (!incomplete) {
            incompleteSince = null;
        } else if (incompleteSince == null) {
            incompleteSince = reading.tick().elapsed();
        }
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

    private static Concern restarts(OptionalLong perHour) {
        if (perHour.isEmpty() || perHour.getAsLong() == 0) {
            return new Concern(0, "no restart in the last hour", Place.JOB, List.of());
        }
        long count = perHour.getAsLong();
        return new Concern(
                RESTARTS_PER_HOUR.severity((double) count),
                count + (count == 1 ? " restart" : " restarts") + " in the last hour",
                Place.JOB,
                List.of(new Evidence("restarts per hour", (double) count, "{restart}")));
    }

    private Concern tasks(JobReading reading) {
        JobStatusReading status = reading.status();
        double seconds = incompleteSince == null
                ? 0
                : Times.seconds(reading.tick().elapsed().minus(incompleteSince));
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence("tasks running", status.tasksRunning(), "{task}"));
        evidence.add(new Evidence("tasks", status.tasksTotal(), "{task}"));
        return new Concern(
                INCOMPLETE_SECONDS.severity(seconds),
                "only " + status.tasksRunning() + " of " + status.tasksTotal() + " tasks run, for "
                        + Words.duration(Times.ofSeconds(seconds)),
                Place.JOB,
                evidence);
    }
}
