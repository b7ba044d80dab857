/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.flinkvitals.signals.AttemptId;
import dev.flinkvitals.signals.JobDigest;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.PartitionReading;
import dev.flinkvitals.signals.StateBackendReading;
import dev.flinkvitals.signals.StateDeclaration;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.SubtaskReading;
import dev.flinkvitals.signals.VertexId;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.SimpleCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadingCollectorTest {
    private static final SubtaskId SUBTASK = new SubtaskId(new VertexId(FakeGroup.VERTEX), 0);
    private static final FakeGroup TASK = FakeGroup.ofTask("taskmanager.job.task", 0, 1);
    private static final FakeGroup SOURCE = TASK.at("taskmanager.job.task.operator")
            .with("<operator_id>", "op-1")
            .with("<operator_name>", "Source: orders");

    private final MetricIndex index = new MetricIndex(() -> 0);
    private final ReadingCollector collector = new ReadingCollector();

    @AfterEach
    void close() {
        collector.close();
    }

    @Test
    void readsWhatASubtaskDid() {
        gauge(TASK, "accumulateBusyTimeMs", 1500.0);
        gauge(TASK, "accumulateBackPressuredTimeMs", 20L);
        gauge(TASK, "accumulateIdleTimeMs", 30L);
        gauge(TASK, "currentInputWatermark", 1_700_000_000_000L);
        gauge(TASK, "estimatedTimeToConsumeBuffersMs", 420L);
        counter(TASK, "numRecordsIn", 11);
        counter(TASK, "numRecordsOut", 12);
        gauge(TASK.at("taskmanager.job.task.Shuffle.Netty.Input.Buffers"), "inPoolUsage", 0.25f);
        gauge(TASK.at("taskmanager.job.task.Shuffle.Netty.Output.Buffers"), "outPoolUsage", 0.75f);

        assertThat(subtask())
                .isEqualTo(new SubtaskReading(
                        SUBTASK,
                        1,
                        5_000,
                        OptionalLong.of(1500),
                        OptionalLong.of(20),
                        OptionalLong.of(30),
                        OptionalLong.of(11),
                        OptionalLong.of(12),
                        OptionalLong.of(1_700_000_000_000L),
                        OptionalDouble.of(0.25),
                        OptionalDouble.of(0.75),
                        OptionalLong.empty(),
                        "tm-1",
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.of(420)));
    }

    @Test
    void aTaskWithoutInputHasNoInputBuffers() {
        counter(TASK, "numRecordsIn", 11);
        // Flink's maximum over no input gate.
        gauge(TASK, "estimatedTimeToConsumeBuffersMs", Long.MIN_VALUE);

        assertThat(subtask().inputBufferMillis()).isEmpty();
    }

    @Test
    void addsWhatIsKnownOfATaskBesidesItsMetrics() {
        StateDeclaration totals = new StateDeclaration(SUBTASK.vertex(), "totals", "ValueState", "", Optional.empty());
        AttemptId attempt = new AttemptId(new JobId(FakeGroup.JOB), SUBTASK, 1);
        counter(TASK, "numRecordsIn", 11);
        counter(FakeGroup.ofTask("taskmanager.job.task", 1, 1), "numRecordsIn", 12);

        try (ReadingCollector withInside = new ReadingCollector(new TaskInside() {
            @Override
            public OptionalLong cpuMillis(AttemptId asked) {
                return asked.equals(attempt) ? OptionalLong.of(77) : OptionalLong.empty();
            }

            @Override
            public List<StateDeclaration> states(AttemptId asked) {
                return List.of(totals);
            }
        })) {
            JobDigest digest = withInside.collect(index, "tm-1", 5_000).get(0);

            assertThat(digest.subtasks())
                    .extracting(SubtaskReading::cpuMillis)
                    .containsExactly(OptionalLong.of(77), OptionalLong.empty());
            // Both subtasks declare it: once is enough.
            assertThat(digest.states()).containsExactly(totals);
        }
    }

    @Test
    void aSubtaskIsBusyWhileNoneOfItsTimersRuns() {
        AttemptId attempt = new AttemptId(new JobId(FakeGroup.JOB), SUBTASK, 1);
        index.added(timer(0), "softBackPressuredTimeMsPerSecond", TASK);
        index.added(timer(0), "hardBackPressuredTimeMsPerSecond", TASK);
        assertThat(BusyProbe.of(index, attempt)).isEmpty();

        Metric idle = timer(5);
        index.added(idle, "idleTimeMsPerSecond", TASK);
        assertThat(BusyProbe.of(index, attempt))
                .hasValueSatisfying(probe -> assertThat(probe.isBusy()).isFalse());

        index.removed(idle, "idleTimeMsPerSecond", TASK);
        index.added(timer(0), "idleTimeMsPerSecond", TASK);
        assertThat(BusyProbe.of(index, attempt))
                .hasValueSatisfying(probe -> assertThat(probe.isBusy()).isTrue());
    }

    private static Metric timer(long startedAt) {
        return new TaskTimesTest.FakeTimerGauge(0, startedAt, startedAt);
    }

    @Test
    void leavesOutWhatFlinkDoesNotKnow() {
        gauge(TASK, "accumulateBusyTimeMs", Double.NaN);
        gauge(TASK, "currentInputWatermark", Long.MIN_VALUE);
        counter(TASK, "numRecordsIn", 0);

        SubtaskReading reading = subtask();
        assertThat(reading.busyMillis()).isEmpty();
        assertThat(reading.watermarkMillis()).isEmpty();
        assertThat(reading.recordsIn()).hasValue(0);
    }

    @Test
    void takesTheInputOfASourceFromItsOperator() {
        counter(TASK, "numRecordsIn", 0);
        gauge(TASK, "currentInputWatermark", Long.MIN_VALUE);
        counter(SOURCE, "numRecordsIn", 40);
        counter(SOURCE, "numRecordsOut", 39);
        gauge(SOURCE, "currentOutputWatermark", 77L);
        gauge(SOURCE, "currentEmitEventTimeLag", 5L);
        gauge(SOURCE, "pendingRecords", 8L);
        FakeGroup chained = SOURCE.with("<operator_id>", "op-2").with("<operator_name>", "Map");
        counter(chained, "numRecordsIn", 39);
        gauge(chained, "currentOutputWatermark", 76L);

        SubtaskReading reading = subtask();
        assertThat(reading.recordsIn()).hasValue(40);
        assertThat(reading.watermarkMillis()).hasValue(77);
        assertThat(reading.pendingRecords()).hasValue(8);
    }

    @Test
    void takesWhatASourceEmittedForItsInputIfItCountsNoInput() {
        counter(SOURCE, "numRecordsIn", 0);
        counter(SOURCE, "numRecordsOut", 39);

        assertThat(subtask().recordsIn()).hasValue(39);
        assertThat(subtask().pendingRecords()).isEmpty();
    }

    @Test
    void doesNotTakeAChainedOperatorForASource() {
        counter(TASK, "numRecordsIn", 40);
        counter(SOURCE.with("<operator_name>", "Sink: Writer"), "numRecordsIn", 1);

        assertThat(subtask().recordsIn()).hasValue(40);
    }

    @Test
    void tellsTheLagOfAPartitionOnlyIfItIsTheOnlyOne() {
        gauge(SOURCE, "pendingRecords", 8L);
        partition(0, 100, -1);

        assertThat(digest().partitions())
                .containsExactly(new PartitionReading(
                        SUBTASK, "orders", 0, OptionalLong.of(100), OptionalLong.empty(), OptionalLong.of(8)));

        partition(1, -1, 90);
        assertThat(digest().partitions())
                .containsExactlyInAnyOrder(
                        new PartitionReading(
                                SUBTASK, "orders", 0, OptionalLong.of(100), OptionalLong.empty(), OptionalLong.empty()),
                        new PartitionReading(
                                SUBTASK, "orders", 1, OptionalLong.empty(), OptionalLong.of(90), OptionalLong.empty()));
    }

    @Test
    void readsRocksDbUnderTheGroupOfTheColumnFamily() {
        FakeGroup state = SOURCE.at("taskmanager.job.task.operator.window-contents");
        gauge(state, "rocksdb.estimate-num-keys", BigInteger.TEN);
        gauge(state, "rocksdb.is-write-stopped", BigInteger.ZERO);
        gauge(state, "rocksdb.block-cache-usage", BigInteger.TWO);

        StateBackendReading reading = onlyState();
        assertThat(reading.state()).isEqualTo("window-contents");
        assertThat(reading.estimatedKeys()).hasValue(10);
        assertThat(reading.writeStopped()).hasValue(0);
        assertThat(reading.blockCacheUsageBytes()).hasValue(2);
        assertThat(reading.backgroundErrors()).isEmpty();
    }

    @Test
    void readsRocksDbWithTheColumnFamilyAsVariable() {
        gauge(
                SOURCE.at("taskmanager.job.task.operator.column_family").with("<column_family>", "timers"),
                "rocksdb.live-sst-files-size",
                BigInteger.valueOf(4096));

        assertThat(onlyState().state()).isEqualTo("timers");
        assertThat(onlyState().liveSstBytes()).hasValue(4096);
    }

    @Test
    void keepsStatesOfTheSameNameInTwoOperatorsApart() {
        FakeGroup state = SOURCE.at("taskmanager.job.task.operator.state");
        gauge(state, "rocksdb.estimate-num-keys", BigInteger.ONE);
        gauge(state.with("<operator_id>", "op-2"), "rocksdb.estimate-num-keys", BigInteger.TWO);

        assertThat(digest().stateBackends())
                .extracting(reading -> reading.estimatedKeys().getAsLong())
                .containsExactlyInAnyOrder(1L, 2L);
    }

    @Test
    void readsWhatHoldsAStateBackendBack() {
        FakeGroup state = SOURCE.at("taskmanager.job.task.operator.sums");
        gauge(state, "rocksdb.mem-table-flush-pending", BigInteger.ONE);
        gauge(state, "rocksdb.num-running-compactions", BigInteger.TWO);
        gauge(state, "rocksdb.estimate-table-readers-mem", BigInteger.valueOf(300));
        gauge(state, "rocksdb.num-live-versions", BigInteger.valueOf(4));
        gauge(state, "rocksdb.num-entries-active-mem-table", BigInteger.valueOf(50));
        gauge(state, "rocksdb.num-deletes-active-mem-table", BigInteger.valueOf(6));

        StateBackendReading reading = onlyState();
        assertThat(reading.flushPending()).hasValue(1);
        assertThat(reading.runningCompactions()).hasValue(2);
        assertThat(reading.tableReadersBytes()).hasValue(300);
        assertThat(reading.liveVersions()).hasValue(4);
        assertThat(reading.activeEntries()).hasValue(50);
        assertThat(reading.activeDeletes()).hasValue(6);
        assertThat(reading.stallMicros()).isEmpty();
    }

    @Test
    void givesEachStateOfAnOperatorTheStallsOfItsDatabase() {
        gauge(SOURCE, "rocksdb.stall_micros", BigInteger.valueOf(77));
        gauge(SOURCE.at("taskmanager.job.task.operator.sums"), "rocksdb.is-write-stopped", BigInteger.ZERO);
        gauge(SOURCE.at("taskmanager.job.task.operator.names"), "rocksdb.is-write-stopped", BigInteger.ZERO);
        gauge(
                SOURCE.at("taskmanager.job.task.operator.other").with("<operator_id>", "op-2"),
                "rocksdb.is-write-stopped",
                BigInteger.ZERO);

        assertThat(digest().stateBackends())
                .extracting(StateBackendReading::state, StateBackendReading::stallMicros)
                .containsExactlyInAnyOrder(
                        tuple("sums", OptionalLong.of(77)),
                        tuple("names", OptionalLong.of(77)),
                        tuple("other", OptionalLong.empty()));
    }

    @Test
    void readsTheLeastLeadOfTheKafkaSources() {
        FakeGroup consumer = SOURCE.at("taskmanager.job.task.operator.KafkaSourceReader.KafkaConsumer");
        gauge(consumer, "records-lead-min", 41.0);
        assertThat(subtask().recordsLead()).hasValue(41);
        gauge(consumer.with("<operator_id>", "op-2"), "records-lead-min", 7.0);
        assertThat(subtask().recordsLead()).hasValue(7);
        gauge(consumer.with("<operator_id>", "op-2"), "records-lag-max", 1.0);
        assertThat(subtask().recordsLead()).hasValue(7);
    }

    @Test
    void knowsNoLeadWhileAConsumerFetchesNothing() {
        gauge(
                SOURCE.at("taskmanager.job.task.operator.KafkaSourceReader.KafkaConsumer"),
                "records-lead-min",
                Double.NaN);
        counter(SOURCE, "numRecordsIn", 1);
        assertThat(subtask().recordsLead()).isEmpty();
    }

    @Test
    void sumsWhatTheCommittersOfASubtaskHold() {
        counter(TASK, "numRecordsIn", 1);
        assertThat(subtask().pendingCommittables()).isEmpty();
        gauge(SOURCE, "pendingCommittables", 3);
        gauge(SOURCE.with("<operator_id>", "op-2"), "pendingCommittables", 4);
        assertThat(subtask().pendingCommittables()).hasValue(7);
    }

    @Test
    void readsTheManagedMemoryOfItsTaskManager() {
        FakeGroup managed = TASK.at("taskmanager.Status.Flink.Memory.Managed");
        assertThat(collector.managedMemory(index, "tm-1")).isEqualTo(ManagedMemory.UNKNOWN);
        gauge(managed, "Used", 5L);
        gauge(managed, "Total", 9L);
        gauge(managed.with("<tm_id>", "tm-2"), "Used", 6L);

        assertThat(collector.managedMemory(index, "tm-1"))
                .isEqualTo(new ManagedMemory(OptionalLong.of(5), OptionalLong.of(9)));
        assertThat(collector.managedMemory(index, "tm-2"))
                .isEqualTo(new ManagedMemory(OptionalLong.of(6), OptionalLong.empty()));
    }

    @Test
    void keepsTheNewestAttemptOfASubtask() {
        counter(FakeGroup.ofTask("taskmanager.job.task", 0, 1), "numRecordsIn", 100);
        counter(FakeGroup.ofTask("taskmanager.job.task", 0, 2), "numRecordsIn", 1);

        assertThat(subtask().attempt()).isEqualTo(2);
        assertThat(subtask().recordsIn()).hasValue(1);
    }

    @Test
    void keepsTheTaskManagersOfOneJvmApart() {
        counter(TASK, "numRecordsIn", 1);
        counter(TASK.with("<tm_id>", "tm-2").with("<subtask_index>", "1"), "numRecordsIn", 2);

        assertThat(collector.collect(index, "tm-1", 0).get(0).subtasks())
                .extracting(reading -> reading.id().index())
                .containsExactly(0);
        assertThat(collector.collect(index, "tm-2", 0).get(0).subtasks())
                .extracting(reading -> reading.id().index())
                .containsExactly(1);
        assertThat(collector.collect(index, "tm-3", 0)).isEmpty();
    }

    @Test
    void ignoresScopesItDoesNotUnderstand() {
        counter(TASK.with("<job_id>", "not hex"), "numRecordsIn", 1);
        counter(TASK.with("<subtask_index>", "many"), "numRecordsIn", 1);

        assertThat(collector.collect(index, "tm-1", 0)).isEmpty();
    }

    @Test
    void readsRestartsOfAJobFromTheJobManagersMetrics() {
        FakeGroup job = new FakeGroup("jobmanager.job", Map.of("<job_id>", FakeGroup.JOB));
        assertThat(collector.restarts(index, new JobId(FakeGroup.JOB))).isEmpty();
        gauge(job, "fullRestarts", 9L);
        assertThat(collector.restarts(index, new JobId(FakeGroup.JOB))).hasValue(9);
        gauge(job, "numRestarts", 3L);
        assertThat(collector.restarts(index, new JobId(FakeGroup.JOB))).hasValue(3);
        assertThat(collector.restarts(index, new JobId(FakeGroup.VERTEX))).isEmpty();
    }

    private JobDigest digest() {
        List<JobDigest> digests = collector.collect(index, "tm-1", 5_000);
        assertThat(digests).hasSize(1);
        assertThat(digests.get(0).job()).isEqualTo(new JobId(FakeGroup.JOB));
        return digests.get(0);
    }

    private SubtaskReading subtask() {
        assertThat(digest().subtasks()).hasSize(1);
        return digest().subtasks().get(0);
    }

    private StateBackendReading onlyState() {
        assertThat(digest().stateBackends()).hasSize(1);
        return digest().stateBackends().get(0);
    }

    private void partition(int partition, long current, long committed) {
        FakeGroup group = SOURCE.at("taskmanager.job.task.operator.KafkaSourceReader.topic.partition")
                .with("<topic>", "orders")
                .with("<partition>", Integer.toString(partition));
        gauge(group, "currentOffset", current);
        gauge(group, "committedOffset", committed);
    }

    private void gauge(FakeGroup group, String name, Object value) {
        Gauge<Object> gauge = () -> value;
        index.added(gauge, name, group);
    }

    private void counter(FakeGroup group, String name, long value) {
        Counter counter = new SimpleCounter();
        counter.inc(value);
        index.added(counter, name, group);
    }
}
