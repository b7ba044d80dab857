/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.preflight;

import static dev.flinkvitals.breaker.Check.Verdict.FAIL;
import static dev.flinkvitals.breaker.Check.Verdict.PASS;
import static dev.flinkvitals.breaker.Check.Verdict.UNKNOWN;
import static dev.flinkvitals.breaker.preflight.Rows.row;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.breaker.Rule;
import dev.flinkvitals.breaker.Situation;
import dev.flinkvitals.signals.Coverage;
import dev.flinkvitals.signals.ProcessReading;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResourceRulesTest {
    static Stream<Arguments> jobmanagerHeap() {
        return Stream.of(
                row(
                        "half full",
                        Action.SAVEPOINT,
                        Rule.JOBMANAGER_HEAP,
                        PASS,
                        "the JobManager's heap is 50 % full after a collection, limit 80 %",
                        s -> {}),
                row(
                        "at the limit",
                        Action.CHECKPOINT,
                        Rule.JOBMANAGER_HEAP,
                        FAIL,
                        "the JobManager's heap is 80 % full after a collection, limit 80 %",
                        s -> s.processes = List.of(
                                Situation.process(
                                        ProcessReading.JOB_MANAGER, OptionalLong.of(800), OptionalLong.empty()),
                                Situation.process("tm-1", OptionalLong.of(1), OptionalLong.of(1)))),
                row(
                        "no collection yet: what is long-lived bounds it",
                        Action.RESTART,
                        Rule.JOBMANAGER_HEAP,
                        PASS,
                        "the JobManager's heap is 30 % full of long-lived objects, before any collection of them, limit 80 %",
                        s -> s.processes = List.of(Samples.longLived(ProcessReading.JOB_MANAGER, 300))),
                row(
                        "nothing is known",
                        Action.RESTART,
                        Rule.JOBMANAGER_HEAP,
                        UNKNOWN,
                        "how full the JobManager's heap gets is not known",
                        s -> s.processes = List.of(Situation.process(
                                ProcessReading.JOB_MANAGER, OptionalLong.empty(), OptionalLong.empty()))),
                row(
                        "the JobManager was not read",
                        Action.SAVEPOINT,
                        Rule.JOBMANAGER_HEAP,
                        UNKNOWN,
                        "how full the JobManager's heap gets is not known",
                        s -> s.processes = List.of(Situation.process("tm-1", OptionalLong.of(1), OptionalLong.of(1)))));
    }

    static Stream<Arguments> taskmanagerHeap() {
        return Stream.of(
                row(
                        "state on disk",
                        Action.SAVEPOINT,
                        Rule.TASKMANAGER_HEAP,
                        PASS,
                        "EmbeddedRocksDBStateBackend keeps the state on disk: a snapshot copies none on the heap",
                        s -> s.processes =
                                List.of(Situation.process("tm-1", OptionalLong.of(990), OptionalLong.of(1)))),
                row(
                        "state on the heap",
                        Action.SAVEPOINT,
                        Rule.TASKMANAGER_HEAP,
                        PASS,
                        "tm-2 has 15 % of its heap free after a collection, a snapshot of state on the heap needs 15 %",
                        s -> {
                            s.settings = Optional.of(Situation.settings(3, false, Optional.of("HashMapStateBackend")));
                            s.processes = List.of(
                                    Situation.process("tm-1", OptionalLong.of(100), OptionalLong.empty()),
                                    Situation.process("tm-2", OptionalLong.of(850), OptionalLong.empty()));
                        }),
                row(
                        "state on a heap that is too full",
                        Action.CHECKPOINT,
                        Rule.TASKMANAGER_HEAP,
                        FAIL,
                        "tm-1 has 14 % of its heap free after a collection, a snapshot of state on the heap needs 15 %",
                        s -> {
                            s.settings = Optional.of(Situation.settings(3, false, Optional.of("HashMapStateBackend")));
                            s.processes =
                                    List.of(Situation.process("tm-1", OptionalLong.of(860), OptionalLong.empty()));
                        }),
                row(
                        "a heap that is not known",
                        Action.CHECKPOINT,
                        Rule.TASKMANAGER_HEAP,
                        UNKNOWN,
                        "how full the heap of tm-2 gets is not known",
                        s -> {
                            s.settings = Optional.of(Situation.settings(3, false, Optional.of("HashMapStateBackend")));
                            s.processes = List.of(
                                    Situation.process("tm-1", OptionalLong.of(100), OptionalLong.empty()),
                                    Situation.process("tm-2", OptionalLong.empty(), OptionalLong.empty()));
                        }),
                row(
                        "a TaskManager that was not heard",
                        Action.CHECKPOINT,
                        Rule.TASKMANAGER_HEAP,
                        UNKNOWN,
                        "only 1 of 2 TaskManagers were heard",
                        s -> {
                            s.settings = Optional.of(Situation.settings(3, false, Optional.of("HashMapStateBackend")));
                            s.coverage = new Coverage(1, 2);
                        }),
                row(
                        "no TaskManager at all",
                        Action.SAVEPOINT,
                        Rule.TASKMANAGER_HEAP,
                        UNKNOWN,
                        "no TaskManager of the job was heard",
                        s -> {
                            s.settings = Optional.of(Situation.settings(3, false, Optional.of("HashMapStateBackend")));
                            s.processes = List.of();
                        }),
                row(
                        "a backend that is not known",
                        Action.SAVEPOINT,
                        Rule.TASKMANAGER_HEAP,
                        UNKNOWN,
                        "the state backend is not known",
                        s -> s.settings = Optional.of(Situation.settings(3, false, Optional.empty()))),
                row(
                        "a wrapper does not tell what it wraps",
                        Action.CHECKPOINT,
                        Rule.TASKMANAGER_HEAP,
                        UNKNOWN,
                        "the state backend is not known",
                        s -> s.settings =
                                Optional.of(Situation.settings(3, false, Optional.of("ChangelogStateBackend")))),
                row(
                        "a restart copies nothing",
                        Action.RESTART,
                        Rule.TASKMANAGER_HEAP,
                        PASS,
                        "a restart copies no state",
                        s -> s.settings = Optional.empty()));
    }

    static Stream<Arguments> localDisk() {
        return Stream.of(
                row(
                        "room for all local state once more",
                        Action.SAVEPOINT,
                        Rule.LOCAL_DISK,
                        PASS,
                        "tm-1 has 600 B free, needs 1.2 times 400 B, all local state",
                        s -> {}),
                row(
                        "no room for all of it",
                        Action.SAVEPOINT,
                        Rule.LOCAL_DISK,
                        FAIL,
                        "tm-1 has 500 B free, needs 1.2 times 500 B, all local state",
                        s -> s.processes = List.of(
                                Situation.process(ProcessReading.JOB_MANAGER, OptionalLong.of(1), OptionalLong.empty()),
                                Situation.process("tm-1", OptionalLong.of(1), OptionalLong.of(500)))),
                row(
                        "the TaskManager with the least room decides",
                        Action.SAVEPOINT,
                        Rule.LOCAL_DISK,
                        FAIL,
                        "tm-2 has 100 B free, needs 1.2 times 900 B, all local state",
                        s -> s.processes = List.of(
                                Situation.process("tm-1", OptionalLong.of(1), OptionalLong.of(100)),
                                Situation.process("tm-2", OptionalLong.of(1), OptionalLong.of(900)))),
                row(
                        "the database tells that it needs less",
                        Action.SAVEPOINT,
                        Rule.LOCAL_DISK,
                        PASS,
                        "tm-1 has 200 B free, needs 1.2 times 160 B, memtables and what waits to be compacted",
                        s -> {
                            s.processes = List.of(Situation.process("tm-1", OptionalLong.of(1), OptionalLong.of(800)));
                            s.subtasks = List.of(Samples.buffers(2, 0, 0), Samples.buffers(2, 1, 0));
                            s.stateBackends = List.of(Samples.database(0, 50, 30), Samples.database(1, 50, 30));
                        }),
                row(
                        "memtables do not fit",
                        Action.SAVEPOINT,
                        Rule.LOCAL_DISK,
                        FAIL,
                        "tm-1 has 10 B free, needs 1.2 times 80 B, memtables and what waits to be compacted",
                        s -> {
                            s.processes = List.of(Situation.process("tm-1", OptionalLong.of(1), OptionalLong.of(990)));
                            s.subtasks = List.of(Samples.buffers(2, 0, 0));
                            s.stateBackends = List.of(Samples.database(0, 50, 30));
                        }),
                row(
                        "local state is not known",
                        Action.SAVEPOINT,
                        Rule.LOCAL_DISK,
                        UNKNOWN,
                        "what local state of tm-1 takes and may take is not known",
                        s -> s.processes =
                                List.of(Situation.process("tm-1", OptionalLong.of(1), OptionalLong.empty()))),
                row(
                        "a TaskManager that was not heard",
                        Action.SAVEPOINT,
                        Rule.LOCAL_DISK,
                        UNKNOWN,
                        "only 0 of 1 TaskManagers were heard",
                        s -> s.coverage = new Coverage(0, 1)),
                row(
                        "a backend that is not known",
                        Action.SAVEPOINT,
                        Rule.LOCAL_DISK,
                        UNKNOWN,
                        "the state backend is not known",
                        s -> s.settings = Optional.empty()),
                row(
                        "state on the heap needs no disk",
                        Action.SAVEPOINT,
                        Rule.LOCAL_DISK,
                        PASS,
                        "a savepoint of state on the heap goes straight to the storage",
                        s -> {
                            s.settings = Optional.of(Situation.settings(3, false, Optional.of("HashMapStateBackend")));
                            s.processes = List.of();
                        }),
                row(
                        "a checkpoint",
                        Action.CHECKPOINT,
                        Rule.LOCAL_DISK,
                        PASS,
                        "a checkpoint needs what the job's own ones need",
                        s -> s.processes =
                                List.of(Situation.process("tm-1", OptionalLong.of(1), OptionalLong.of(999)))),
                row(
                        "a restart",
                        Action.RESTART,
                        Rule.LOCAL_DISK,
                        PASS,
                        "a restart writes nothing",
                        s -> s.processes =
                                List.of(Situation.process("tm-1", OptionalLong.of(1), OptionalLong.of(999)))));
    }

    @ParameterizedTest
    @MethodSource({"jobmanagerHeap", "taskmanagerHeap", "localDisk"})
    void judges(Action action, Consumer<Situation> change, Check expected) {
        Rows.judge(action, change, expected);
    }
}
