/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flinkvitals.health.SimulatedJob;
import dev.flinkvitals.health.capacity.CapacityOutlook;
import dev.flinkvitals.health.checkpoint.CheckpointPace;
import dev.flinkvitals.health.checkpoint.CheckpointVitals;
import dev.flinkvitals.health.estimate.Interval;
import dev.flinkvitals.health.estimate.Trend;
import dev.flinkvitals.health.lag.JobLag;
import dev.flinkvitals.health.lag.SourceLag;
import dev.flinkvitals.health.lag.SubtaskLag;
import dev.flinkvitals.health.load.JobLoad;
import dev.flinkvitals.health.load.SubtaskRates;
import dev.flinkvitals.health.recovery.RecoveryOutlook.Phase;
import dev.flinkvitals.health.stability.Failures;
import dev.flinkvitals.signals.Coverage;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.PartitionReading;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * A job that reads 1,000 records/s, could read 2,000 (1,500 to 2,500), and took its last checkpoint 5 s ago. Its downtime:
 * detection 0, 20, 50 s; pause 0.9, 1, 1.1 s; start 5, 10, 20 s: 5.9, 31, 71.1 s in all.
 */
class RecoveryEstimatorTest {
    private static final Interval CAPACITY = new Interval(1_500, 2_000, 2_500);

    private final RecoveryEstimator estimator = new RecoveryEstimator(Duration.ofMinutes(15));
    private final SimulatedJob job = new SimulatedJob();
    private List<SubtaskLag> readers = List.of();
    private long waiting = 4_000;

    RecoveryEstimatorTest() {
        job.failed = Failures.at(Failures.EXPONENTIAL, "");
    }

    @Test
    void addsDowntimeAndCatchingUp() {
        RecoveryOutlook outlook = estimate(CAPACITY);

        assertThat(outlook.recordsToReplay()).hasValue(5_000);
        assertThat(outlook.replayExact()).isFalse();
        Interval down = outlook.downtimeSeconds().orElseThrow();
        assertThat(down.low()).isCloseTo(5.9, within(1e-9));
        assertThat(down.mid()).isCloseTo(31, within(1e-9));
        assertThat(down.high()).isCloseTo(71.1, within(1e-9));
        Interval recovery = outlook.recoverySeconds().orElseThrow();
        // 5.9 + (5000 + 4000 + 1000 * 5.9) / (2500 - 1000)
        assertThat(recovery.low()).isCloseTo(5.9 + 14_900 / 1_500.0, within(1e-9));
        // 31 + (9000 + 31000) / (2000 - 1000)
        assertThat(recovery.mid()).isCloseTo(71, within(1e-9));
        // 71.1 + (9000 + 71100) / (1500 - 1000)
        assertThat(recovery.high()).isCloseTo(71.1 + 80_100 / 500.0, within(1e-9));
        assertThat(outlook.parts())
                .containsExactly(
                        new RecoveryOutlook.Part(Phase.DETECT, 20),
                        new RecoveryOutlook.Part(Phase.BACKOFF, 1),
                        new RecoveryOutlook.Part(Phase.START, 10),
                        new RecoveryOutlook.Part(Phase.REPLAY, 5),
                        new RecoveryOutlook.Part(Phase.LAG, 4),
                        new RecoveryOutlook.Part(Phase.ARRIVALS, 31));
    }

    @Test
    void theRecoveryOfAFluidJobLiesWithinTheInterval() {
        // The truth is stepped through, not computed by the formula: 40 s down, then 1,800 records/s are read.
        Interval recovery = estimate(CAPACITY).recoverySeconds().orElseThrow();
        double backlog = 5_000 + 4_000;
        double seconds = 0;
        while (backlog > 0) {
            backlog += 1_000 * 0.01 - (seconds < 40 ? 0 : 1_800 * 0.01);
            seconds += 0.01;
        }
        assertThat(seconds).isBetween(recovery.low(), recovery.high());
        assertThat(recovery.mid()).isCloseTo(seconds, within(0.35 * seconds));
    }

    @Test
    void countsRecordsExactlyByOffsets() {
        // partition 0: 120 + 1 - 100 = 21; partition 1: committed is the next record, nothing to replay
        job.partitions = List.of(partition(0, 120, 100), partition(1, 99, 100));

        RecoveryOutlook outlook = estimate(CAPACITY);

        assertThat(outlook.recordsToReplay()).hasValue(21);
        assertThat(outlook.replayExact()).isTrue();
    }

    @Test
    void countsByTheRateWhereNothingWasCommitted() {
        PartitionReading uncommitted = new PartitionReading(
                new SubtaskId(SimulatedJob.SOURCE, 0),
                "orders",
                1,
                OptionalLong.of(7),
                OptionalLong.empty(),
                OptionalLong.empty());
        job.partitions = List.of(partition(0, 120, 100), uncommitted);

        RecoveryOutlook outlook = estimate(CAPACITY);

        assertThat(outlook.recordsToReplay()).hasValue(5_000);
        assertThat(outlook.replayExact()).isFalse();
    }

    @Test
    void addsUpTheRateSinceTheCheckpoint() {
        estimate(CAPACITY, 1_000, true);
        // The checkpoint ages by 4 s while the rate is 400 records/s: 5000 + 4 * 400.
        for (int second = 1; second <= 3; second++) {
            job.checkpointAge = Duration.ofSeconds(5 + second);
            estimate(CAPACITY, 400, false);
        }
        job.checkpointAge = Duration.ofSeconds(9);
        assertThat(estimate(CAPACITY, 400, false).recordsToReplay()).hasValue(6_600);
    }

    @Test
    void isUnknownWithoutCapacityButTheDowntimeIsNot() {
        RecoveryOutlook outlook = update(CapacityOutlook.UNKNOWN, 1_000, true);

        assertThat(outlook.recoverySeconds()).isEmpty();
        assertThat(outlook.bestInterval()).isEmpty();
        assertThat(outlook.objectiveReachable()).isEmpty();
        assertThat(outlook.downtimeSeconds()).isPresent();
    }

    @Test
    void isUnknownWhileATaskManagerIsNotHeard() {
        job.coverage = new Coverage(1, 2);

        assertThat(estimate(CAPACITY).recordsToReplay()).isEmpty();
        assertThat(estimate(CAPACITY).recoverySeconds()).isEmpty();
    }

    @Test
    void mayNeverEndIfTheCapacityMayNotExceedTheArrivals() {
        Interval recovery =
                estimate(new Interval(900, 2_000, 2_500)).recoverySeconds().orElseThrow();

        assertThat(recovery.mid()).isCloseTo(71, within(1e-9));
        assertThat(recovery.high()).isInfinite();
    }

    @Test
    void theSubtaskThatIsFurthestBehindDecides() {
        // Both read half of the arrivals, 500 records/s; one of them carries all of the 4,000 that wait.
        readers = List.of(lagging(0, 3_990), lagging(1, 10));

        Interval recovery = estimate(CAPACITY).recoverySeconds().orElseThrow();

        // as if 3990 / 0.5 waited: 31 + (5000 + 7980 + 31000) / 1000
        assertThat(recovery.mid()).isCloseTo(74.98, within(1e-9));
    }

    @Test
    void advisesTheLongestIntervalThatMeetsTheObjective() {
        job.history = SimulatedJob.checkpoints(Duration.ofSeconds(2), 1_000);
        RecoveryOutlook outlook = estimate(CAPACITY);

        // utilisation 0.5: (900 - 71.1) * 1 - 71.1 - 2 = 755.8 s; downtime at worst 71.1 s with hardly any state.
        // Young: cost 0.1 * 2 s, a failure a day: sqrt(2 * 0.2 * 86400) = 185.9 s
        assertThat(outlook.bestInterval().orElseThrow().toMillis()).isCloseTo(185_903, within(10L));
        assertThat(outlook.objectiveReachable()).hasValue(true);

        // utilisation 0.9: 828.9 * 0.1 / 0.9 - 71.1 - 2 = 19 s
        assertThat(estimate(new Interval(1_111, 1_000 / 0.9, 1_112))
                        .bestInterval()
                        .orElseThrow()
                        .toMillis())
                .isCloseTo(19_000, within(10L));
        // utilisation 0.95: 828.9 * 0.0526 - 73.1 = -29 s
        RecoveryOutlook full = estimate(new Interval(1_052, 1_000 / 0.95, 1_053));
        assertThat(full.bestInterval()).isEmpty();
        assertThat(full.objectiveReachable()).hasValue(false);
    }

    @Test
    void tellsWhenRecordsOfACommittingSinkBecomeVisible() {
        job.history = SimulatedJob.checkpoints(Duration.ofSeconds(2), 1_000);
        assertThat(estimate(CAPACITY).visibilityDelay()).as("no committer").isEmpty();

        job.pendingCommittables = OptionalLong.of(0);
        // interval 10 s and 2 s
        assertThat(estimate(CAPACITY).visibilityDelay()).hasValue(Duration.ofSeconds(12));
    }

    @Test
    void withoutCheckpointsThereIsNothingToRecoverFrom() {
        job.checkpointing = Optional.of(false);

        assertThat(estimate(CAPACITY)).isEqualTo(RecoveryOutlook.UNKNOWN);
    }

    private RecoveryOutlook estimate(Interval capacity) {
        return estimate(capacity, 1_000, true);
    }

    private RecoveryOutlook estimate(Interval capacity, double rate, boolean windowEnds) {
        CapacityOutlook known = new CapacityOutlook(
                OptionalDouble.of(1_000),
                Optional.of(capacity),
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
        return update(known, rate, windowEnds);
    }

    private RecoveryOutlook update(CapacityOutlook capacity, double rate, boolean windowEnds) {
        JobReading reading = job.advance(Duration.ofSeconds(1));
        OptionalDouble unknown = OptionalDouble.empty();
        SourceLag source = new SourceLag(
                SimulatedJob.SOURCE, "orders", waiting, OptionalDouble.of(rate), unknown, unknown, Trend.STEADY);
        CheckpointVitals checkpoints = new CheckpointVitals(
                Optional.of(job.checkpointAge),
                unknown,
                OptionalInt.empty(),
                Optional.empty(),
                job.history.isEmpty() ? Optional.empty() : Optional.of(Duration.ofSeconds(2)),
                Optional.empty(),
                Optional.empty(),
                CheckpointPace.UNKNOWN,
                Optional.empty());
        return estimator.update(
                reading,
                new RecoveryEstimator.Situation(
                        load(rate),
                        new JobLag(List.of(source), List.of(), List.of(), true, unknown),
                        readers,
                        capacity,
                        checkpoints),
                windowEnds);
    }

    private static PartitionReading partition(int number, long current, long committed) {
        return new PartitionReading(
                new SubtaskId(SimulatedJob.SOURCE, number),
                "orders",
                number,
                OptionalLong.of(current),
                OptionalLong.of(committed),
                OptionalLong.empty());
    }

    private static SubtaskLag lagging(int number, double records) {
        return new SubtaskLag(new SubtaskId(SimulatedJob.SOURCE, number), records, OptionalDouble.of(0));
    }

    /** Two source subtasks that share the rate. */
    private static JobLoad load(double rate) {
        return new JobLoad.Builder()
                .add(
                        new Topology.Vertex(SimulatedJob.SOURCE, "orders", 2, 128, List.of()),
                        List.of(reads(0, rate / 2), reads(1, rate / 2)))
                .build();
    }

    private static SubtaskRates reads(int index, double rate) {
        OptionalDouble unknown = OptionalDouble.empty();
        return new SubtaskRates(
                new SubtaskId(SimulatedJob.SOURCE, index),
                unknown,
                unknown,
                unknown,
                OptionalDouble.of(rate),
                unknown,
                unknown,
                60,
                "tm-1");
    }
}
