/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import dev.flinkvitals.breaker.PreflightEvidence.CanaryResult;
import dev.flinkvitals.breaker.actors.ActorSettings;
import dev.flinkvitals.breaker.actors.ActorWatch;
import dev.flinkvitals.breaker.actors.OtherActors;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/**
 * What the breaker would have decided, from readings alone: nothing is carried out, and an action counts as done at once. What
 * readings do not tell is taken as good: this JobManager leads, and the storage canary works. Not thread safe.
 */
public final class DryRun {
    private static final CanaryResult ASSUMED_OK = new CanaryResult(true, Duration.ZERO, "assumed to work");

    private final SnapshotBreaker breaker;
    private final Optional<String> directory;
    private final ActorWatch actors;
    private final DecisionNews news = new DecisionNews();

    /**
     * A dry run of one job.
     *
     * @param config what the breaker may do
     * @param directory target of savepoints; empty if none is configured
     */
    public DryRun(SnapshotConfig config, Optional<String> directory) {
        // The same back-offs each time: nothing fails here, and if it did, a replay had to repeat.
        this.breaker = new SnapshotBreaker(config, new Random(0));
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
        return breaker.wish(assessment).flatMap(wish -> {
            PreflightEvidence evidence = new PreflightEvidence(
                    true,
                    PreflightEvidence.snapshotInProgress(wish.action(), reading),
                    directory,
                    Optional.of(ASSUMED_OK),
                    acting);
            Tick tick = reading.tick();
            Decision decision = breaker.decide(wish, assessment, reading, evidence);
            DecisionRecord.Outcome outcome = decision.fold(
                    act -> {
                        breaker.rehearsed(act.wish(), tick);
                        return DecisionRecord.Outcome.WOULD_TRIGGER;
                    },
                    refuse -> DecisionRecord.Outcome.REFUSED,
                    late -> DecisionRecord.Outcome.TOO_LATE,
                    useless -> DecisionRecord.Outcome.WOULD_NOT_HELP);
            return news.isNews(decision, outcome)
                    ? Optional.of(DecisionRecord.of(tick, decision, outcome))
                    : Optional.empty();
        });
    }
}
