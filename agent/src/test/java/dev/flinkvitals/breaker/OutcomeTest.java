/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flinkvitals.breaker.BreakerEvent.Kind;
import dev.flinkvitals.breaker.schedule.SimulatedJob;
import dev.flinkvitals.config.Policy;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.config.SnapshotConfig.Mode;
import dev.flinkvitals.health.checkpoint.CheckpointCause;
import dev.flinkvitals.signals.CheckpointSample.Status;
import dev.flinkvitals.signals.JobPhase;
import dev.flinkvitals.signals.ProcessReading;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is found in the ten minutes after an action. */
class OutcomeTest {
    private static final Set<Kind> OUTCOMES = Set.of(Kind.HARMFUL, Kind.UNHARMED, Kind.OUTCOME_UNKNOWN);

    private final BreakerHarness now = new BreakerHarness(Configs.snapshots(Map.of()));

    private static Arguments row(String name, Consumer<BreakerHarness> after, Kind expected, String words) {
        return argumentSet(name, after, expected, words);
    }

    private static Consumer<BreakerHarness> job(Consumer<SimulatedJob> change) {
        return harness -> {
            harness.cycle();
            change.accept(harness.job);
        };
    }

    private static Consumer<BreakerHarness> slowFor(Duration time) {
        return harness -> {
            harness.job.sourceRate = OptionalDouble.of(80);
            harness.cycle();
            harness.pass(time);
            harness.job.sourceRate = OptionalDouble.of(81);
            harness.cycle();
        };
    }

    private static Consumer<BreakerHarness> checkpoints(Status... statuses) {
        return harness -> {
            for (Status status : statuses) {
                harness.cycle();
                harness.job.checkpoint(status);
            }
        };
    }

    private static Consumer<BreakerHarness> end(JobPhase phase) {
        return job(job -> job.phase = phase);
    }

    static Stream<Arguments> aSavepointForTaskManagerOne() {
        String unharmed = "no restart, no loss of throughput and checkpoints as before within 10 min";
        String foreseen = "the job restarted: java.lang.Exception on tm-1; tm-1 was in trouble before the action";
        return Stream.of(
                row("nothing", harness -> {}, Kind.UNHARMED, unharmed),
                row(
                        "the process fails that was in trouble",
                        job(job -> job.restart(Optional.of("tm-1"))),
                        Kind.UNHARMED,
                        foreseen),
                row(
                        "another process fails",
                        job(job -> job.restart(Optional.of("tm-2"))),
                        Kind.HARMFUL,
                        "the job restarted: java.lang.Exception on tm-2"),
                row(
                        "something fails",
                        job(job -> job.restart(Optional.empty())),
                        Kind.HARMFUL,
                        "the job restarted: java.lang.Exception"),
                row(
                        "the process is lost that was in trouble",
                        job(job -> {
                            job.restart(Optional.empty());
                            job.processes = List.of(SimulatedJob.process(ProcessReading.JOB_MANAGER, 0));
                        }),
                        Kind.UNHARMED,
                        "the job restarted: java.lang.Exception; tm-1 was in trouble before the action"),
                row(
                        "slow for long",
                        slowFor(Duration.ofMinutes(2)),
                        Kind.HARMFUL,
                        "the sources take in 80 records/s for 2 min, 100 before"),
                row(
                        "slow while less arrives",
                        job(job -> job.arrivals = OptionalDouble.of(80)).andThen(slowFor(Duration.ofMinutes(2))),
                        Kind.UNHARMED,
                        unharmed),
                row("slow for short", slowFor(Duration.ofSeconds(110)), Kind.UNHARMED, unharmed),
                row(
                        "throughput not known",
                        job(job -> job.sourceRate = OptionalDouble.empty()),
                        Kind.OUTCOME_UNKNOWN,
                        "what its sources take in is not known"),
                row(
                        "two checkpoints fail",
                        checkpoints(Status.FAILED, Status.FAILED),
                        Kind.HARMFUL,
                        "the next 2 checkpoints failed"),
                row(
                        "the second one completes",
                        checkpoints(Status.FAILED, Status.COMPLETED, Status.FAILED, Status.FAILED),
                        Kind.UNHARMED,
                        unharmed),
                row(
                        "checkpoints not known",
                        job(job -> job.statisticsKnown = false),
                        Kind.OUTCOME_UNKNOWN,
                        "how its checkpoints went is not known"),
                row("finished", end(JobPhase.FINISHED), Kind.OUTCOME_UNKNOWN, "the job is FINISHED"),
                row("canceled", end(JobPhase.CANCELED), Kind.OUTCOME_UNKNOWN, "the job is CANCELED"),
                row("failed for good", end(JobPhase.FAILED), Kind.HARMFUL, "the job is FAILED"),
                row("restarting", end(JobPhase.RESTARTING), Kind.HARMFUL, "the job is RESTARTING"));
    }

    @ParameterizedTest
    @MethodSource("aSavepointForTaskManagerOne")
    void judgesWhatFollows(Consumer<BreakerHarness> after, Kind expected, String words) {
        now.runningOut().completed();

        after.accept(now);
        now.pass(Duration.ofMinutes(15));

        assertThat(outcomes(now)).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(expected);
            assertThat(event.text()).isEqualTo(words);
            assertThat(event.policy()).hasValue(Policy.MEMORY);
            assertThat(event.action()).isEqualTo(Action.SAVEPOINT);
        });
    }

    private static List<BreakerEvent> outcomes(BreakerHarness harness) {
        return harness.events.stream()
                .filter(event -> OUTCOMES.contains(event.kind()))
                .toList();
    }

    @Test
    void aFailedSavepointThatTakesTheJobWithItDidHarm() {
        Decision.Act act = now.runningOut().triggered();
        now.job.restart(Optional.empty());
        now.cycle();
        assertThat(outcomes(now)).as("while it is in flight").isEmpty();

        now.breaker.failed(act, now.job.tick());
        now.pass(Duration.ofMinutes(10));
        assertThat(outcomes(now)).extracting(BreakerEvent::kind).containsExactly(Kind.HARMFUL);
    }

    @Test
    void aFailedActionWithoutHarmIsNotCalledUnharmed() {
        now.runningOut().failed();
        now.pass(Duration.ofMinutes(15));

        assertThat(outcomes(now)).isEmpty();
    }

    @Test
    void whatHappensAfterTheWatchIsNotTheActionsFault() {
        now.runningOut().completed();
        now.pass(Duration.ofMinutes(10));
        now.job.restart(Optional.empty());
        now.pass(Duration.ofMinutes(10));

        assertThat(outcomes(now)).extracting(BreakerEvent::kind).containsExactly(Kind.UNHARMED);
    }

    @Test
    void aShortWatchLooksForAFifthOfItsTime() {
        SnapshotConfig usual = Configs.snapshots(Map.of());
        BreakerHarness brief = new BreakerHarness(new SnapshotConfig(
                usual.ceiling(),
                usual.policies(),
                usual.directory(),
                usual.ledger(),
                usual.stopFile(),
                usual.exposure(),
                usual.stableFor(),
                usual.minInterval(),
                usual.maxPerDay(),
                usual.backoff(),
                Duration.ofSeconds(100),
                usual.canaryTimeout()));
        brief.runningOut().completed();

        slowFor(Duration.ofSeconds(20)).accept(brief);

        assertThat(outcomes(brief)).extracting(BreakerEvent::kind).containsExactly(Kind.HARMFUL);
    }

    @Test
    void aRestartThatWasAskedForIsNoHarmButTheNextOneIs() {
        BreakerHarness stuck = new BreakerHarness(Configs.snapshots(Map.of(Policy.EXPOSURE, Mode.OFF)));
        stuck.job.attribution = Optional.of(SimulatedJob.because(CheckpointCause.TRIGGER_STUCK, 0.9));
        stuck.job.exposure = OptionalDouble.of(6);
        stuck.job.checkpointAge = Duration.ofMinutes(45);
        stuck.pass(Duration.ofMinutes(5));
        Decision.Act act = stuck.triggered();
        stuck.cycle();
        stuck.breaker.completed(act, true, stuck.job.tick());
        // Flink was told; what follows is the restart itself.
        stuck.cycle();
        stuck.job.phase = JobPhase.RESTARTING;
        stuck.cycle();
        stuck.job.phase = JobPhase.RUNNING;
        stuck.job.restart(Optional.empty());
        stuck.pass(Duration.ofMinutes(5));
        assertThat(outcomes(stuck)).isEmpty();

        stuck.job.restart(Optional.of("tm-2"));
        stuck.pass(Duration.ofMinutes(6));
        assertThat(outcomes(stuck)).extracting(BreakerEvent::kind).containsExactly(Kind.HARMFUL);
    }

    @Test
    void aRestartFromWhichTheJobDoesNotComeBackIsHarm() {
        BreakerHarness stuck = new BreakerHarness(Configs.snapshots(Map.of(Policy.EXPOSURE, Mode.OFF)));
        stuck.job.attribution = Optional.of(SimulatedJob.because(CheckpointCause.TRIGGER_STUCK, 0.9));
        stuck.job.exposure = OptionalDouble.of(6);
        stuck.job.checkpointAge = Duration.ofMinutes(45);
        stuck.pass(Duration.ofMinutes(5));
        stuck.completed();
        stuck.job.phase = JobPhase.RESTARTING;
        stuck.pass(Duration.ofMinutes(9));
        assertThat(outcomes(stuck)).isEmpty();

        stuck.pass(Duration.ofMinutes(2));

        assertThat(outcomes(stuck)).extracting(BreakerEvent::kind).containsExactly(Kind.HARMFUL);
        assertThat(outcomes(stuck))
                .extracting(BreakerEvent::text)
                .containsExactly("the job does not run again after the restart, it is RESTARTING");
    }

    @Test
    void aRestartThatFlinkDidNotBeginIsNoHarm() {
        BreakerHarness stuck = new BreakerHarness(Configs.snapshots(Map.of(Policy.EXPOSURE, Mode.OFF)));
        stuck.job.attribution = Optional.of(SimulatedJob.because(CheckpointCause.TRIGGER_STUCK, 0.9));
        stuck.job.exposure = OptionalDouble.of(6);
        stuck.job.checkpointAge = Duration.ofMinutes(45);
        stuck.pass(Duration.ofMinutes(5));
        stuck.completed();
        stuck.pass(Duration.ofMinutes(11));

        assertThat(outcomes(stuck)).extracting(BreakerEvent::text).containsExactly("Flink did not restart the job");
        assertThat(outcomes(stuck)).extracting(BreakerEvent::kind).containsExactly(Kind.OUTCOME_UNKNOWN);
    }

    @Test
    void aRestartAfterWhichNoCheckpointCompletesDidNotHelp() {
        BreakerHarness stuck = new BreakerHarness(Configs.snapshots(Map.of(Policy.EXPOSURE, Mode.OFF)));
        stuck.job.attribution = Optional.of(SimulatedJob.because(CheckpointCause.TRIGGER_STUCK, 0.9));
        stuck.job.exposure = OptionalDouble.of(6);
        stuck.job.checkpointAge = Duration.ofMinutes(45);
        stuck.pass(Duration.ofMinutes(5));
        stuck.completed();
        stuck.pass(Duration.ofMinutes(15));

        assertThat(stuck.kinds()).contains(Kind.BLACKLISTED);
    }
}
