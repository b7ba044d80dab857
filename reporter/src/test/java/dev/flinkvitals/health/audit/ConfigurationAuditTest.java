/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flinkvitals.health.SimulatedJob;
import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.finding.Severity;
import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.CheckpointFailure;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.Coverage;
import dev.flinkvitals.signals.InsideEvidence;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.JobPhase;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.JobStatusReading;
import dev.flinkvitals.signals.OperatorReading;
import dev.flinkvitals.signals.ProcessReading;
import dev.flinkvitals.signals.RestartReading;
import dev.flinkvitals.signals.StateBackendReading;
import dev.flinkvitals.signals.Tick;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A job that is set up well, and one setting after the other that is not. */
class ConfigurationAuditTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final long GIB = 1L << 30;

    private final Plant plant = new Plant();
    private final ConfigurationAudit audit = new ConfigurationAudit();

    /** Interval 60 s, timeout 10 min, checkpoints take up to 10 s; RocksDB, incremental, on S3, 5 GiB. */
    private static final class Plant {
        boolean enabled = true;
        boolean known = true;
        Duration interval = Duration.ofSeconds(60);
        Duration timeout = Duration.ofMinutes(10);
        Duration minPause = Duration.ZERO;
        int tolerable = 3;
        boolean unaligned;
        String backend = "EmbeddedRocksDBStateBackend";
        String storage = "FileSystemCheckpointStorage";
        int concurrent = 1;
        boolean retained = true;
        Optional<Boolean> incremental = Optional.of(true);
        Optional<String> directory = Optional.of("s3://bucket/checkpoints");
        Optional<String> savepoints = Optional.of("s3://bucket/savepoints");
        Optional<Duration> p95 = Optional.of(Duration.ofSeconds(10));
        long state = 5 * GIB;
        long heap = 4 * GIB;
        int failures;
        double backpressure;
        List<String> processes = List.of("host-a:6122-1f", "host-b:6122-2e");
        List<StateBackendReading> stateBackends = List.of();
        List<OperatorReading> operators = List.of(
                new OperatorReading(SimulatedJob.ENRICH, "enrich", Optional.of(true)),
                new OperatorReading(SimulatedJob.SINK, "print", Optional.of(false)));
        Coverage coverage = new Coverage(2, 2);

        JobReading reading() {
            return new JobReading(
                    new Tick(NOW, Duration.ofHours(1)),
                    new JobId("0".repeat(32)),
                    "orders",
                    new JobStatusReading(JobPhase.RUNNING, NOW, NOW, 2, 2, OptionalLong.of(0)),
                    Topology.UNKNOWN,
                    new CheckpointReading(
                            enabled && known ? Optional.of(settings()) : Optional.empty(),
                            known ? Optional.of(enabled) : Optional.empty(),
                            List.of(checkpoint()),
                            failed(),
                            Optional.empty(),
                            Optional.empty()),
                    List.of(),
                    List.of(),
                    stateBackends,
                    processes.stream().map(this::process).toList(),
                    coverage,
                    RestartReading.UNKNOWN,
                    List.of(),
                    operators,
                    InsideEvidence.NONE);
        }

        private CheckpointSettings settings() {
            return new CheckpointSettings(
                    interval,
                    timeout,
                    minPause,
                    tolerable,
                    unaligned,
                    Optional.of(backend),
                    Optional.of(storage),
                    concurrent,
                    true,
                    Optional.of(retained),
                    incremental,
                    directory,
                    savepoints);
        }

        private CheckpointSample checkpoint() {
            return new CheckpointSample(
                    7,
                    CheckpointSample.Kind.CHECKPOINT,
                    CheckpointSample.Status.COMPLETED,
                    false,
                    NOW.minusSeconds(30),
                    Optional.of(Duration.ofSeconds(5)),
                    Optional.of(NOW.minusSeconds(25)),
                    state,
                    state,
                    0,
                    0,
                    2,
                    2,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    List.of(task(SimulatedJob.ENRICH, state), task(SimulatedJob.SINK, 0)));
        }

        private static CheckpointSample.TaskSample task(VertexId vertex, long state) {
            return new CheckpointSample.TaskSample(
                    vertex, 1, 1, List.of(), state, state, 0, List.of(), Optional.empty(), Optional.empty());
        }

        private List<CheckpointFailure> failed() {
            List<CheckpointFailure> failed = new ArrayList<>();
            for (int i = 0; i < failures; i++) {
                failed.add(new CheckpointFailure(
                        NOW,
                        OptionalLong.of(i),
                        false,
                        "CHECKPOINT_EXPIRED",
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        Optional.empty()));
            }
            return failed;
        }

        private ProcessReading process(String id) {
            OptionalLong none = OptionalLong.empty();
            return new ProcessReading(
                    id,
                    0,
                    none,
                    OptionalLong.of(heap / processes.size()),
                    OptionalDouble.empty(),
                    none,
                    none,
                    none,
                    none,
                    none,
                    none,
                    none,
                    none,
                    none,
                    none,
                    OptionalDouble.empty());
        }

        List<VertexLoad> loads() {
            return List.of(new VertexLoad(
                    SimulatedJob.SOURCE,
                    "orders",
                    OptionalDouble.of(0.1),
                    OptionalDouble.of(0.1),
                    OptionalDouble.of(backpressure),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    0));
        }
    }

    static Stream<Arguments> findings() {
        return Stream.of(
                finding(
                        "on a disk of several hosts",
                        p -> p.directory = Optional.of("file:/tmp/checkpoints"),
                        FindingKind.STORAGE_IS_LOCAL,
                        Severity.WARNING,
                        "several_hosts"),
                finding(
                        "on a disk of one host",
                        p -> {
                            p.directory = Optional.of("/tmp/checkpoints");
                            p.processes = List.of("host-a:6122-1f", "host-a:6124-2e");
                        },
                        FindingKind.STORAGE_IS_LOCAL,
                        Severity.INFO,
                        "one_host"),
                finding(
                        "on the JobManager's heap",
                        p -> {
                            p.directory = Optional.empty();
                            p.storage = "JobManagerCheckpointStorage";
                        },
                        FindingKind.STORAGE_IS_LOCAL,
                        Severity.WARNING,
                        "job_manager_heap"),
                // 31 of 60 s
                finding(
                        "checkpoints take most of the interval",
                        p -> p.p95 = Optional.of(Duration.ofSeconds(31)),
                        FindingKind.INTERVAL_TOO_SHORT,
                        Severity.INFO,
                        "no_rest"),
                finding(
                        "checkpoints take longer than the interval",
                        p -> p.p95 = Optional.of(Duration.ofSeconds(70)),
                        FindingKind.INTERVAL_TOO_SHORT,
                        Severity.INFO,
                        "longer_than_interval"),
                finding(
                        "checkpoints overlap",
                        p -> {
                            p.p95 = Optional.of(Duration.ofSeconds(70));
                            p.concurrent = 2;
                        },
                        FindingKind.INTERVAL_TOO_SHORT,
                        Severity.INFO,
                        "concurrent_checkpoints"),
                // 25 of 30 s = 83 %
                finding(
                        "checkpoints nearly expire",
                        p -> {
                            p.timeout = Duration.ofSeconds(30);
                            p.p95 = Optional.of(Duration.ofSeconds(25));
                        },
                        FindingKind.CHECKPOINT_TIMEOUT_TIGHT,
                        Severity.WARNING,
                        "near_timeout"),
                finding(
                        "no failure tolerated",
                        p -> p.tolerable = 0,
                        FindingKind.NO_FAILURE_TOLERATED,
                        Severity.INFO,
                        "default"),
                finding(
                        "no failure tolerated, and they happen",
                        p -> {
                            p.tolerable = 0;
                            p.failures = 1;
                        },
                        FindingKind.NO_FAILURE_TOLERATED,
                        Severity.WARNING,
                        "failures_happen"),
                finding(
                        "not retained",
                        p -> p.retained = false,
                        FindingKind.CHECKPOINTS_NOT_RETAINED,
                        Severity.INFO,
                        "deleted_on_cancellation"),
                finding(
                        "no savepoint directory",
                        p -> p.savepoints = Optional.empty(),
                        FindingKind.NO_SAVEPOINT_DIRECTORY,
                        Severity.INFO,
                        "not_set"),
                finding(
                        "full checkpoints of 5 GiB",
                        p -> p.incremental = Optional.of(false),
                        FindingKind.CHECKPOINTS_NOT_INCREMENTAL,
                        Severity.INFO,
                        "full_checkpoints"),
                finding(
                        "full checkpoints of 10 GiB",
                        p -> {
                            p.incremental = Optional.of(false);
                            p.state = 10 * GIB;
                        },
                        FindingKind.CHECKPOINTS_NOT_INCREMENTAL,
                        Severity.WARNING,
                        "full_checkpoints"),
                // 1.25 of 4 GiB = 31 %
                finding(
                        "much of the heap",
                        p -> {
                            p.backend = "HashMapStateBackend";
                            p.state = 5 * GIB / 4;
                        },
                        FindingKind.HEAP_BACKEND_FOR_LARGE_STATE,
                        Severity.WARNING,
                        "much_of_heap"),
                // 5 of 40 GiB
                finding(
                        "a large state on large heaps",
                        p -> {
                            p.backend = "HashMapStateBackend";
                            p.heap = 40 * GIB;
                        },
                        FindingKind.HEAP_BACKEND_FOR_LARGE_STATE,
                        Severity.INFO,
                        "large_state"),
                finding(
                        "no uid where there is state",
                        p -> p.operators =
                                List.of(new OperatorReading(SimulatedJob.ENRICH, "enrich", Optional.of(false))),
                        FindingKind.OPERATORS_WITHOUT_UID,
                        Severity.INFO,
                        "no_uid"),
                finding(
                        "checkpointing off, with state",
                        p -> {
                            p.enabled = false;
                            p.stateBackends = List.of(SimulatedJob.rocksDb());
                        },
                        FindingKind.CHECKPOINTING_OFF,
                        Severity.WARNING,
                        "state_unprotected"),
                finding(
                        "checkpointing off",
                        p -> p.enabled = false,
                        FindingKind.CHECKPOINTING_OFF,
                        Severity.INFO,
                        "no_state_seen"));
    }

    private static Arguments finding(
            String name, Consumer<Plant> change, FindingKind kind, Severity severity, String cause) {
        return argumentSet(name, change, kind, severity, cause);
    }

    @ParameterizedTest
    @MethodSource("findings")
    void findsTheSettingThatIsWrong(Consumer<Plant> change, FindingKind kind, Severity severity, String cause) {
        change.accept(plant);
        ConfigurationAudit.Outcome outcome = audit();
        assertThat(outcome.observations())
                .filteredOn(o -> o.kind() == kind)
                .singleElement()
                .satisfies(o -> {
                    assertThat(o.severity()).isEqualTo(severity);
                    assertThat(o.cause()).isEqualTo(cause);
                });
        assertThat(severity(outcome)).isEqualTo(severity == Severity.INFO ? 0 : 0.5);
    }

    @Test
    void findsNothingInAJobThatIsSetUpWell() {
        ConfigurationAudit.Outcome outcome = audit();
        assertThat(outcome.observations()).isEmpty();
        assertThat(severity(outcome)).isZero();
    }

    @Test
    void doesNotGuessWhatItDoesNotKnow() {
        plant.incremental = Optional.empty();
        plant.directory = Optional.empty();
        plant.p95 = Optional.empty();
        plant.operators = List.of(new OperatorReading(SimulatedJob.ENRICH, "enrich", Optional.empty()));
        assertThat(audit().observations()).isEmpty();
        plant.known = false;
        assertThat(audit().judgement()).isInstanceOf(Judgement.Missing.class);
    }

    @Test
    void doesNotForgetHostsWhileTaskManagersAreNotHeard() {
        plant.directory = Optional.of("file:/tmp/checkpoints");
        assertThat(severity(audit())).isEqualTo(0.5);
        plant.processes = List.of("host-a:6122-1f");
        plant.coverage = new Coverage(1, 2);
        assertThat(severity(audit())).isEqualTo(0.5);
        plant.coverage = new Coverage(1, 1);
        assertThat(severity(audit())).isZero();
    }

    @Test
    void advisesUnalignedCheckpointsOnlyForBackpressureThatLasts() {
        plant.backpressure = 0.6;
        for (int window = 1; window < 10; window++) {
            assertThat(audit().observations()).isEmpty();
        }
        assertThat(audit().observations())
                .singleElement()
                .satisfies(o -> assertThat(o.kind()).isEqualTo(FindingKind.ALIGNED_UNDER_BACKPRESSURE));
        plant.unaligned = true;
        assertThat(audit().observations()).isEmpty();
        plant.unaligned = false;
        plant.backpressure = 0.1;
        assertThat(audit().observations()).as("it went away").isEmpty();
    }

    private ConfigurationAudit.Outcome audit() {
        return audit.audit(plant.reading(), plant.loads(), true, plant.p95, false);
    }

    private static double severity(ConfigurationAudit.Outcome outcome) {
        return outcome.judgement().fold(Judgement.Known::severity, missing -> -1.0, notApplicable -> -1.0);
    }

    @Test
    void namesTheOperatorsButNotThoseWithoutState() {
        plant.operators = List.of(
                new OperatorReading(SimulatedJob.ENRICH, "window", Optional.of(false)),
                new OperatorReading(SimulatedJob.ENRICH, "dedup", Optional.of(false)),
                new OperatorReading(SimulatedJob.ENRICH, "enrich", Optional.of(true)),
                new OperatorReading(SimulatedJob.SINK, "print", Optional.of(false)));
        assertThat(audit().observations())
                .extracting(Observation::reason)
                .containsExactly("2 of 3 operators in vertices with state have no uid: dedup, window; after a change of"
                        + " the job Flink may not find their state");
    }
}
