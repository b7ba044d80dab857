/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.schedule;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.PreflightEvidence.CanaryResult;
import dev.flinkvitals.config.Policy;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.health.checkpoint.CheckpointCause;
import dev.flinkvitals.health.exhaustion.ExhaustionForecast;
import dev.flinkvitals.health.exhaustion.Resource;
import dev.flinkvitals.signals.CheckpointSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/** What happens to a job by itself: spells of every condition, faults, and now and then a reading that says nothing. */
public final class Weather {
    private final SimulatedJob job;
    private final Random random;
    private boolean exposed;
    private boolean stuck;
    private boolean memory;
    private boolean disk;
    private boolean growing;
    private boolean slow;
    private Optional<CheckpointSample.Status> soon = Optional.empty();

    /** Fair weather at first. */
    public Weather(SimulatedJob job, Random random) {
        this.job = job;
        this.random = random;
    }

    /**
     * Time passes.
     *
     * @param common whether something strikes every job
     * @return whether a checkpoint of the job completed
     */
    public boolean change(boolean common) {
        exposed = spell(exposed, common, 40, 40);
        stuck = spell(stuck, false, 120, 60);
        memory = spell(memory, false, 60, 40);
        disk = spell(disk, false, 120, 30);
        growing = spell(growing, false, 200, 60);
        slow = spell(slow, false, 200, 20);
        double exposure = stuck ? 6 : exposed ? 2 + random.nextDouble() : 0.5 + random.nextDouble();
        job.exposure = rarely(30) ? OptionalDouble.empty() : OptionalDouble.of(exposure);
        job.checkpointAge = Duration.ofMinutes(stuck ? 45 : exposed ? 6 : 2);
        job.attribution = stuck
                ? Optional.of(SimulatedJob.because(
                        random.nextInt(10) == 0 ? CheckpointCause.BACKPRESSURE : CheckpointCause.SLOW_TASK_MANAGER,
                        0.9))
                : Optional.empty();
        List<ExhaustionForecast> forecasts = new ArrayList<>();
        if (memory && !rarely(20)) {
            forecasts.add(SimulatedJob.forecast(Resource.HEAP, Duration.ofSeconds(90 + random.nextInt(1200))));
        }
        if (disk && !rarely(20)) {
            forecasts.add(SimulatedJob.forecast(Resource.LOCAL_STATE, Duration.ofSeconds(90 + random.nextInt(1200))));
        }
        job.forecasts = forecasts;
        job.states = growing ? List.of(SimulatedJob.growth(1e9, 4e6)) : List.of();
        job.confidence = rarely(40) ? 0.3 : 1;
        job.statisticsKnown = !rarely(60);
        job.leader = !rarely(60);
        job.canary = rarely(20)
                ? Optional.empty()
                : Optional.of(new CanaryResult(!rarely(20), Duration.ofSeconds(1), "canary"));
        job.sourceRate = rarely(60) ? OptionalDouble.empty() : OptionalDouble.of(slow ? 50 : 100);
        if (rarely(600)) {
            job.restart(random.nextBoolean() ? Optional.of("tm-1") : Optional.empty());
        }
        return checkpoints();
    }

    private boolean checkpoints() {
        if (soon.isPresent()) {
            job.checkpoint(soon.get());
            boolean completed = soon.get() == CheckpointSample.Status.COMPLETED;
            soon = Optional.empty();
            return completed;
        }
        if (!stuck && !exposed && random.nextInt(3) == 0) {
            job.checkpoint(CheckpointSample.Status.COMPLETED);
            return true;
        }
        if (rarely(30)) {
            job.checkpoint(CheckpointSample.Status.FAILED);
        }
        return false;
    }

    /** An action completed; most often it helps. */
    public void acted(Action action) {
        if (action == Action.CHECKPOINT) {
            exposed &= rarely(10);
            job.checkpoint(CheckpointSample.Status.COMPLETED, true);
        } else if (action == Action.RESTART) {
            stuck &= rarely(10);
            soon = rarely(10) ? Optional.empty() : Optional.of(CheckpointSample.Status.COMPLETED);
            job.restart(Optional.empty());
        }
        if (rarely(20)) {
            job.restart(random.nextBoolean() ? Optional.of("tm-1") : Optional.empty());
        }
    }

    /** An action failed; sometimes it takes the job with it. */
    public void failed(Action action) {
        if (action == Action.SAVEPOINT && rarely(5)) {
            job.restart(Optional.empty());
        }
    }

    /** Whether a policy that is not off sees its condition now, by what was planted. */
    public boolean ill(SnapshotConfig config) {
        boolean exposure = job.exposure.orElse(0) >= config.exposure();
        boolean restart = job.statisticsKnown && job.exposure.orElse(0) >= 2 * config.exposure();
        return (on(config, Policy.EXPOSURE) && exposure)
                || (on(config, Policy.RESTART) && restart)
                || (on(config, Policy.MEMORY) && has(Resource.HEAP))
                || (on(config, Policy.DISK) && has(Resource.LOCAL_STATE))
                || (on(config, Policy.STATE) && job.statisticsKnown && !job.states.isEmpty());
    }

    private boolean has(Resource resource) {
        return job.forecasts.stream().anyMatch(forecast -> forecast.resource() == resource);
    }

    private static boolean on(SnapshotConfig config, Policy policy) {
        return config.mode(policy) != SnapshotConfig.Mode.OFF;
    }

    private boolean spell(boolean present, boolean strikes, int seldom, int lasts) {
        return present ? !rarely(lasts) : strikes || rarely(seldom);
    }

    private boolean rarely(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }
}
