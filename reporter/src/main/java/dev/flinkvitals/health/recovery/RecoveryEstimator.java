/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.recovery;

import dev.flinkvitals.health.capacity.CapacityOutlook;
import dev.flinkvitals.health.checkpoint.CheckpointVitals;
import dev.flinkvitals.health.estimate.Interval;
import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.lag.JobLag;
import dev.flinkvitals.health.lag.SubtaskLag;
import dev.flinkvitals.health.load.JobLoad;
import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.JobReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Estimates what a failure would cost now. What it needs and does not know makes its result unknown: an unknown capacity is
 * none that could be counted on. Not thread-safe.
 */
public final class RecoveryEstimator {
    /** After so many windows a change of the arrivals counts half: a burst is not what a recovery has to work off. */
    private static final double HALF_LIFE_WINDOWS = 5;

    private static final double KEEP = Math.pow(0.5, 1 / HALF_LIFE_WINDOWS);

    private final Duration objective;
    private final ReplayTracker replays = new ReplayTracker();
    private OptionalDouble arrivals = OptionalDouble.empty();
    private Optional<CheckpointAdvice> advice = Optional.empty();

    /**
     * An estimator that knows nothing yet.
     *
     * @param objective how long a recovery may take
     */
    public RecoveryEstimator(Duration objective) {
        this.objective = objective;
    }

    /**
     * What else is known of the job in this cycle.
     *
     * @param load the job's load
     * @param lag the job's lag
     * @param readers what waits before each source subtask; empty if not known
     * @param capacity how much the job could process
     * @param checkpoints age, exposure, durations
     */
    public record Situation(
            JobLoad load,
            JobLag lag,
            List<SubtaskLag> readers,
            CapacityOutlook capacity,
            CheckpointVitals checkpoints) {}

    /**
     * Takes one cycle.
     *
     * @param reading the job
     * @param now what the model knows of it
     * @param windowEnds whether a window of the job ends now
     * @return what a failure would cost
     */
    public RecoveryOutlook update(JobReading reading, Situation now, boolean windowEnds) {
        Optional<ReplayTracker.Replay> replay = replays.update(reading, now.load());
        smooth(now.capacity().arrivalPerSecond(), windowEnds);
        if (!reading.checkpoints().enabled().orElse(true)) {
            // Without checkpoints nothing is restored: the job begins anew.
            advice = Optional.empty();
            return RecoveryOutlook.UNKNOWN;
        }
        Downtime downtime = Downtime.of(reading);
        Interval down = downtime.total();
        Optional<Backlog> backlog = backlog(replay, now);
        Optional<Interval> capacity = now.capacity().capacityPerSecond();
        Optional<Interval> recovery = backlog.flatMap(known -> capacity.map(c -> known.recovery(down, c)));
        if (windowEnds) {
            advise(reading, down, capacity);
        }
        return new RecoveryOutlook(
                replay.map(r -> OptionalLong.of(r.records())).orElse(OptionalLong.empty()),
                replay.map(ReplayTracker.Replay::exact).orElse(false),
                Optional.of(down),
                recovery,
                advice.flatMap(CheckpointAdvice::interval),
                visibilityDelay(reading, now.checkpoints()),
                advice.map(CheckpointAdvice::reachable),
                parts(downtime, backlog, capacity));
    }

    private void smooth(OptionalDouble newest, boolean windowEnds) {
        boolean usable = newest.isPresent() && Double.isFinite(newest.getAsDouble()) && newest.getAsDouble() >= 0;
        if (!usable) {
            arrivals = OptionalDouble.empty();
        } else if (arrivals.isEmpty()) {
            arrivals = newest;
        } else if (windowEnds) {
            arrivals = OptionalDouble.of(KEEP * arrivals.getAsDouble() + (1 - KEEP) * newest.getAsDouble());
        }
    }

    /** What there is to work off; empty if a part of it is not known. */
    private Optional<Backlog> backlog(Optional<ReplayTracker.Replay> replay, Situation now) {
        // A source that counts nothing has no backlog outside of what it replays.
        OptionalLong waiting = now.lag().countable() ? now.lag().vitals().records() : OptionalLong.of(0);
        if (replay.isEmpty() || arrivals.isEmpty() || waiting.isEmpty()) {
            return Optional.empty();
        }
        Backlog whole =
                new Backlog(replay.orElseThrow().records(), Math.max(0, waiting.getAsLong()), arrivals.getAsDouble());
        return Optional.of(whole.withReaders(now.readers(), now.load()));
    }

    private void advise(JobReading reading, Interval down, Optional<Interval> capacity) {
        if (arrivals.isEmpty() || capacity.isEmpty()) {
            advice = Optional.empty();
            return;
        }
        double expected = capacity.orElseThrow().mid();
        double utilisation = expected > 0 ? arrivals.getAsDouble() / expected : Double.POSITIVE_INFINITY;
        advice = CheckpointAdvice.of(reading, Times.seconds(objective), down.high(), utilisation);
    }

    /** Records become visible with the checkpoint that follows them: at worst an interval and its duration later. */
    private static Optional<Duration> visibilityDelay(JobReading reading, CheckpointVitals checkpoints) {
        Optional<CheckpointSettings> settings = reading.checkpoints().settings();
        if (settings.isEmpty() || checkpoints.durationP95().isEmpty() || !Committers.isPresent(reading)) {
            return Optional.empty();
        }
        Duration duration = checkpoints.durationP95().orElseThrow();
        Duration paused = settings.orElseThrow().minPause().plus(duration);
        return Optional.of(Times.max(settings.orElseThrow().interval(), paused).plus(duration));
    }

    private static List<RecoveryOutlook.Part> parts(
            Downtime downtime, Optional<Backlog> backlog, Optional<Interval> capacity) {
        List<RecoveryOutlook.Part> parts = new ArrayList<>();
        parts.add(new RecoveryOutlook.Part(
                RecoveryOutlook.Phase.DETECT, downtime.detect().mid()));
        parts.add(new RecoveryOutlook.Part(
                RecoveryOutlook.Phase.BACKOFF, downtime.backoff().mid()));
        parts.add(new RecoveryOutlook.Part(
                RecoveryOutlook.Phase.START, downtime.start().mid()));
        if (backlog.isPresent() && capacity.isPresent()) {
            Backlog work = backlog.orElseThrow();
            double rate = capacity.orElseThrow().mid();
            double down = downtime.total().mid();
            if (rate > work.arrivals()) {
                parts.add(new RecoveryOutlook.Part(RecoveryOutlook.Phase.REPLAY, work.seconds(work.replay(), rate)));
                parts.add(new RecoveryOutlook.Part(RecoveryOutlook.Phase.LAG, work.seconds(work.lag(), rate)));
                parts.add(new RecoveryOutlook.Part(
                        RecoveryOutlook.Phase.ARRIVALS, work.seconds(work.arrivals() * down, rate)));
            }
        }
        return parts;
    }
}
