/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.breaker.schedule.SimulatedJob;
import dev.flinkvitals.config.Policy;
import dev.flinkvitals.config.SnapshotConfig.Mode;
import dev.flinkvitals.health.checkpoint.CheckpointCause;
import dev.flinkvitals.health.exhaustion.Resource;
import dev.flinkvitals.signals.JobPhase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a breaker wishes for, and under which incident. */
class WishTest {
    private static final Duration CYCLE = Duration.ofSeconds(10);

    private final SimulatedJob job = new SimulatedJob(1);
    private final SnapshotBreaker breaker = breaker(Map.of());

    private static SnapshotBreaker breaker(Map<Policy, Mode> modes) {
        return new SnapshotBreaker(Configs.snapshots(modes), Configs.HEALTH, new SplittableRandom(1));
    }

    private Optional<Wish> wish() {
        return wish(breaker, Mode.ACTIVE);
    }

    private Optional<Wish> wish(SnapshotBreaker of, Mode mode) {
        of.observe(job.later(CYCLE).assessment(), job.reading());
        return of.wish(mode);
    }

    private Wish expected() {
        return wish().orElseThrow();
    }

    private void runsOut(Resource resource) {
        job.forecasts = List.of(SimulatedJob.forecast(resource, Duration.ofMinutes(20)));
    }

    private void overdue() {
        job.exposure = OptionalDouble.of(2.5);
    }

    @Test
    void wantsNothingForAHealthyJob() {
        assertThat(wish()).isEmpty();
        assertThat(breaker.ill()).isFalse();
        assertThat(breaker.takeEvents()).isEmpty();
    }

    @Test
    void wantsACheckpointWhenTheExposureReachesTheLimit() {
        job.exposure = OptionalDouble.of(2.0);

        assertThat(expected())
                .isEqualTo(new Wish(
                        job.id,
                        Policy.EXPOSURE,
                        Action.CHECKPOINT,
                        "exposure-20260101T010010Z",
                        "checkpoint exposure is 2, limit 2, the last completed checkpoint is 3 min old",
                        Optional.empty(),
                        Optional.empty(),
                        new Wish.Support(
                                List.of(
                                        "by the JobManager's statistics the last completed checkpoint is 3 min old,"
                                                + " 2 times the job's cadence",
                                        "by the TaskManagers' counters 1000 records were processed since, which a"
                                                + " failure now would process again"),
                                0,
                                4)));
        assertThat(breaker.ill()).as("at first sight").isTrue();
    }

    @Test
    void aJobThatProcessesNothingHasOneSignalOnlyForItsExposure() {
        overdue();
        job.recordsToReplay = OptionalLong.of(0);
        assertThat(expected().support().signals()).hasSize(1);

        job.recordsToReplay = OptionalLong.empty();
        assertThat(expected().support().signals())
                .last()
                .isEqualTo("by the TaskManagers' counters the sources take in 100 records/s since");
    }

    @Test
    void wantsASavepointForTheSoonestForecastOfAPolicy() {
        job.forecasts = List.of(
                SimulatedJob.forecast(Resource.PROCESS_MEMORY, Duration.ofMinutes(30)),
                SimulatedJob.forecast(Resource.HEAP, Duration.ofMinutes(20)));

        assertThat(expected()).satisfies(wish -> {
            assertThat(wish.policy()).isEqualTo(Policy.MEMORY);
            assertThat(wish.action()).isEqualTo(Action.SAVEPOINT);
            assertThat(wish.incident()).isEqualTo("memory-20260101T010010Z");
            assertThat(wish.reason())
                    .isEqualTo("heap of tm-1 is at 75 % and runs out in 40 min, at the earliest in 20 min");
            assertThat(wish.deadline()).hasValue(Duration.ofMinutes(20));
            assertThat(wish.place()).hasValue("tm-1");
            assertThat(wish.support().signals())
                    .containsExactly(
                            "forecast: heap of tm-1 is at 75 % and runs out in 40 min, at the earliest in 20 min",
                            "another forecast: process_memory runs out in 60 min",
                            "garbage collection takes 20 % of the time");
        });
    }

    @Test
    void memoryAndDiskArePoliciesOfTheirOwnAndTheSoonerComesFirst() {
        job.forecasts = List.of(
                SimulatedJob.forecast(Resource.HEAP, Duration.ofMinutes(20)),
                SimulatedJob.forecast(Resource.LOCAL_STATE, Duration.ofMinutes(10)));
        overdue();

        assertThat(expected().policy()).isEqualTo(Policy.DISK);
    }

    @Test
    void whatGrowsBesideTheForecastSpeaksForIt() {
        runsOut(Resource.LOCAL_STATE);
        for (int i = 0; i < 3; i++) {
            job.checkpoint(dev.flinkvitals.signals.CheckpointSample.Status.COMPLETED);
        }

        assertThat(expected().support().signals())
                .last()
                .isEqualTo("by the checkpoints' full sizes the state grew from 1.1 MB to 1.3 MB");

        job.states = List.of(SimulatedJob.growth(1e9, 1e6));
        assertThat(expected().support().signals())
                .last()
                .isEqualTo("by its sizes the state of source grows without bound, 1.0 MB/s");
    }

    @Test
    void wantsASavepointWhileTheGrowingStateStillFits() {
        // 1 GB doubles in 1000 s; from 4 min to half of 10 min it has to grow by a quarter.
        job.states = List.of(SimulatedJob.growth(1e9, 1e6));
        job.expectedSavepoint = Optional.of(Duration.ofMinutes(4));

        assertThat(expected()).satisfies(wish -> {
            assertThat(wish.policy()).isEqualTo(Policy.STATE);
            assertThat(wish.action()).isEqualTo(Action.SAVEPOINT);
            assertThat(wish.deadline()).hasValue(Duration.ofSeconds(250));
            assertThat(wish.place()).isEmpty();
            assertThat(wish.reason())
                    .isEqualTo(
                            "the state of source grows by 1.0 MB/s and doubles in 17 min; a savepoint takes 4 min now"
                                    + " and half of the timeout of 10 min in 4.17 min");
        });
    }

    @Test
    void wantsNothingForGrowthThatFitsForLong() {
        job.states = List.of(SimulatedJob.growth(1e9, 1e5));

        assertThat(wish()).isEmpty();
        assertThat(breaker.ill()).isFalse();
    }

    @Test
    void wantsARestartWhenNoCheckpointCompletedForLong() {
        job.exposure = OptionalDouble.of(4);
        job.checkpointAge = Duration.ofMinutes(30);
        job.attribution = Optional.of(SimulatedJob.because(CheckpointCause.TRIGGER_STUCK, 0.9));
        SnapshotBreaker advising = breaker(Map.of(Policy.RESTART, Mode.MONITOR));

        assertThat(wish(advising, Mode.ACTIVE)).get().extracting(Wish::policy).isEqualTo(Policy.EXPOSURE);
        assertThat(advising.wish(Mode.MONITOR)).get().satisfies(wish -> {
            assertThat(wish.action()).isEqualTo(Action.RESTART);
            assertThat(wish.reason())
                    .isEqualTo("no checkpoint completed for 30 min, exposure is 4; a restart costs 30 s to 2 min until"
                            + " the job has caught up again");
            assertThat(wish.support().signals())
                    .contains("by the parts of the checkpoint: said the test")
                    .hasSize(3);
        });
    }

    @Test
    void wantsNoRestartWhileTheLastCheckpointIsNotThatOld() {
        job.exposure = OptionalDouble.of(40);
        job.checkpointAge = Duration.ofMinutes(29);

        assertThat(wish(breaker(Map.of(Policy.EXPOSURE, Mode.OFF)), Mode.ACTIVE))
                .isEmpty();
    }

    @Test
    void wantsNothingForPoliciesThatAreOff() {
        SnapshotBreaker off = breaker(Map.of(Policy.EXPOSURE, Mode.OFF, Policy.DISK, Mode.OFF));
        overdue();
        runsOut(Resource.LOCAL_STATE);

        assertThat(wish(off, Mode.ACTIVE)).isEmpty();
        assertThat(off.wish(Mode.MONITOR)).isEmpty();
        assertThat(off.ill()).isFalse();
    }

    @Test
    void wantsNothingWhenTooLittleIsKnownButIsIll() {
        overdue();
        job.confidence = 0.49;

        assertThat(wish()).isEmpty();
        assertThat(breaker.ill()).isTrue();
        assertThat(breaker.takeEvents()).isEmpty();
    }

    @Test
    void wantsNothingForAJobThatEnded() {
        overdue();
        assertThat(wish()).isPresent();
        job.phase = JobPhase.CANCELED;

        assertThat(wish()).isEmpty();
        assertThat(breaker.ill()).isFalse();
    }

    @Test
    void keepsTheIncidentWhileTheConditionLastsOrNothingIsKnown() {
        overdue();
        String first = expected().incident();
        job.exposure = OptionalDouble.empty();
        assertThat(wish()).isEmpty();
        job.confidence = 0.1;
        job.exposure = OptionalDouble.of(0.5);
        assertThat(wish()).isEmpty();
        job.confidence = 1;
        overdue();
        job.later(Duration.ofHours(5));

        assertThat(expected().incident()).isEqualTo(first);
    }

    @Test
    void anExposureJustBelowTheLimitIsNoEndOfIt() {
        overdue();
        String first = expected().incident();
        job.exposure = OptionalDouble.of(1.6);
        assertThat(wish()).isEmpty();
        overdue();
        assertThat(expected().incident()).isEqualTo(first);

        job.exposure = OptionalDouble.of(1.4);
        assertThat(wish()).isEmpty();
        overdue();
        assertThat(expected().incident()).isNotEqualTo(first);
    }

    @Test
    void aForecastThatFlickersIsOneIncidentAndThreeCalmWindowsEndIt() {
        runsOut(Resource.HEAP);
        String first = expected().incident();
        job.forecasts = List.of();
        wish();
        job.later(Duration.ofMinutes(2));
        wish();
        runsOut(Resource.HEAP);
        assertThat(expected().incident()).isEqualTo(first);
        breaker.takeEvents();

        job.forecasts = List.of();
        wish();
        job.later(Duration.ofMinutes(3));
        wish();
        assertThat(breaker.takeEvents()).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(BreakerEvent.Kind.INCIDENT_OVER);
            assertThat(event.incident()).hasValue(first);
        });
        runsOut(Resource.HEAP);
        assertThat(expected().incident()).isNotEqualTo(first);
    }

    @Test
    void missingProcessesAreNoCalm() {
        runsOut(Resource.HEAP);
        String first = expected().incident();
        job.forecasts = List.of();
        job.processes = List.of();
        wish();
        job.later(Duration.ofHours(1));
        wish();
        runsOut(Resource.HEAP);

        assertThat(expected().incident()).isEqualTo(first);
    }

    @Test
    void countsTheWindowsInWhichTheConditionHeld() {
        overdue();
        assertThat(expected().support().windows()).isZero();
        for (int i = 0; i < 12; i++) {
            wish();
        }
        assertThat(expected().support().windows()).isEqualTo(2);
        for (int i = 0; i < 24; i++) {
            wish();
        }
        assertThat(expected().support().windows()).isEqualTo(4);
        assertThat(expected().support().outOf()).isEqualTo(4);
    }

    @Test
    void refusedWishesTakeTurnsAndNoneStarves() {
        job.forecasts = List.of(
                SimulatedJob.forecast(Resource.HEAP, Duration.ofMinutes(20)),
                SimulatedJob.forecast(Resource.LOCAL_STATE, Duration.ofMinutes(25)));
        overdue();
        java.util.Set<Policy> seen = new java.util.HashSet<>();
        for (int i = 0; i < 3; i++) {
            Wish wish = expected();
            seen.add(wish.policy());
            assertThat(breaker.decide(wish, job.assessment(), job.reading(), job.evidence(), Surroundings.UNKNOWN))
                    .isInstanceOf(Decision.Refuse.class);
        }

        assertThat(seen).containsExactlyInAnyOrder(Policy.MEMORY, Policy.DISK, Policy.EXPOSURE);
    }
}
