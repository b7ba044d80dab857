/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import dev.flinkvitals.breaker.PreflightEvidence.CanaryResult;
import dev.flinkvitals.breaker.actors.ActorSettings;
import dev.flinkvitals.breaker.actors.ActorWatch;
import dev.flinkvitals.breaker.actors.OtherActors;
import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What the breaker would have decided, from readings alone: nothing is carried out, and an action counts as done at once. What
 * readings do not tell is taken as good: this JobManager leads, and the storage canary works. Not thread safe.
 */
public final class DryRun {
    private static final CanaryResult ASSUMED_OK = new CanaryResult(true, Duration.ZERO, "assumed to work");

    /** One for the policies that would act, and one for those that would rehearse: they do not share a budget. */
    private final List<SnapshotBreaker> breakers = new ArrayList<>();

    private final Optional<String> directory;
    private final ActorWatch actors;
    private final DecisionNews news = new DecisionNews();

    /**
     * A dry run of one job.
     *
     * @param config what the breaker may do
     * @param health windows and horizon of the judgement
     * @param directory target of savepoints; empty if none is configured
     */
    public DryRun(SnapshotConfig config, HealthConfig health, Optional<String> directory) {
        for (SnapshotConfig.Mode mode : List.of(SnapshotConfig.Mode.ACTIVE, SnapshotConfig.Mode.MONITOR)) {
            // The same back-offs each time: nothing fails here, and if it did, a replay had to repeat.
            breakers.add(new SnapshotBreaker(config.rehearsing(mode), health, new Random(0)));
        }
        this.directory = directory;
        this.actors = new ActorWatch(config.stableFor(), ActorSettings.NONE);
    }

    /**
     * One cycle.
     *
     * @param assessment the job's health
     * @param reading what it was judged by
     * @return what is decided, if it is news
     */
    public Optional<DecisionRecord> cycle(Assessment assessment, JobReading reading) {
        Optional<OtherActors> acting = actors.update(reading);
        Optional<DecisionRecord> first = Optional.empty();
        for (SnapshotBreaker breaker : breakers) {
            breaker.observe(assessment, reading);
            breaker.takeEvents();
            // One line each cycle: what is left out is told in the next, since it is still wished for then.
            if (first.isEmpty()) {
                first = breaker.wish(SnapshotConfig.Mode.MONITOR)
                        .flatMap(wish -> decide(breaker, wish, assessment, reading, acting));
            }
        }
        return first;
    }

    private Optional<DecisionRecord> decide(
            SnapshotBreaker breaker,
            Wish wish,
            Assessment assessment,
            JobReading reading,
            Optional<OtherActors> acting) {
        PreflightEvidence evidence = new PreflightEvidence(
                true,
                PreflightEvidence.snapshotInProgress(wish.action(), reading),
                directory,
                Optional.of(ASSUMED_OK),
                acting);
        Tick tick = reading.tick();
        Decision decision = breaker.decide(wish, assessment, reading, evidence, Surroundings.ASSUMED_FREE);
        DecisionRecord.Outcome outcome = decision.fold(
                act -> {
                    breaker.rehearsed(act, tick);
                    return DecisionRecord.Outcome.WOULD_TRIGGER;
                },
                refuse -> DecisionRecord.Outcome.REFUSED,
                late -> DecisionRecord.Outcome.TOO_LATE,
                useless -> DecisionRecord.Outcome.WOULD_NOT_HELP);
        return news.isNews(decision, outcome)
                ? Optional.of(DecisionRecord.of(tick, decision, outcome))
                : Optional.empty();
    }
}
