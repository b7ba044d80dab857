/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.e2e;

import static dev.flinkvitals.examples.e2e.Scene.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flinkvitals.examples.cluster.ManagedProcess;
import dev.flinkvitals.examples.jobs.Poison;
import dev.flinkvitals.examples.parts.Command;
import dev.flinkvitals.examples.parts.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the product does on every supported version of Flink; one cluster serves all tests of a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ProductContract {
    private static final Duration SAVEPOINT_PATIENCE = Duration.ofMinutes(3);

    private final Scene scene;

    ProductContract(String flinkVersion, String protocol) {
        scene = Scene.open(
                "product",
                flinkVersion,
                protocol,
                builder -> builder.config("vitals.health.window", "5 s")
                        .config("vitals.health.forecast.bucket", "2 s")
                        .config("vitals.health.forecast.horizon", "5 min")
                        .config("vitals.snapshots.policies.memory", "active")
                        .config("vitals.snapshots.policies.disk", "active")
                        // Only a forecast is to act here.
                        .config("vitals.snapshots.exposure", "1000")
                        .config("vitals.snapshots.stable-for", "5 s")
                        .config("vitals.snapshots.min-interval", "5 s")
                        .config("vitals.limits.local-state", "240 mb"));
    }

    @AfterAll
    void close() {
        scene.close();
    }

    @BeforeEach
    void everyTaskManagerIsThere() {
        scene.flink().waitForTaskManagers(2, PATIENCE);
    }

    @AfterEach
    void nothingOfOursWentWrong() {
        assertThat(scene.ourErrors()).isEmpty();
        scene.assertNothingOnStandardOutput();
    }

    @Test
    void signalsArriveAtTheReceiverAndOnThePage() {
        String job = scene.submit("--name", "signals <b>&");
        Set<String> expected = Set.of(
                "flink.vitals.job.score",
                "flink.vitals.checkpoint.age",
                "flink.vitals.vertex.busy",
                "flink.vitals.agent.hook",
                "flink.jobmanager.numRegisteredTaskManagers",
                "flink.taskmanager.job.task.numRecordsIn",
                // Switched on by the product, not by any configuration; named after the state.
                "flink.taskmanager.job.task.operator.counts.rocksdb.estimate-num-keys",
                "flink.taskmanager.job.task.operator.counts.rocksdb.mem-table-flush-pending",
                "flink.taskmanager.job.task.operator.counts.rocksdb.num-running-compactions",
                "flink.taskmanager.job.task.operator.counts.rocksdb.estimate-table-readers-mem",
                "flink.taskmanager.job.task.operator.counts.rocksdb.num-live-versions",
                "flink.taskmanager.job.task.operator.counts.rocksdb.num-entries-active-mem-table",
                "flink.taskmanager.job.task.operator.counts.rocksdb.num-deletes-active-mem-table",
                "flink.vitals.rocksdb.stall_share");
        JsonNode seen = scene.flink()
                .vitals()
                .waitForJob(
                        "a full view of the job",
                        job,
                        entry -> entry.path("score").isNumber()
                                && entry.path("checkpoint").path("ageSeconds").isNumber()
                                && entry.at("/vertices/0/busyMax").isNumber()
                                && entry.at("/rocksdb/0/stallShare").isNumber(),
                        PATIENCE);
        assertThat(seen.path("phase").asText()).isEqualTo("RUNNING");
        assertThat(seen.path("score").asDouble()).isBetween(0.0, 100.0);
        assertThat(seen.at("/rocksdb/0/vertexName").asText()).contains("probe");
        assertThat(seen.at("/rocksdb/0/cause").asText()).isEqualTo("none");
        assertProcesses(seen.path("processes"));

        Wait.until(
                "signals over OTLP",
                PATIENCE,
                () -> Optional.of(scene.receiver().metricNames()).filter(names -> names.containsAll(expected)),
                () -> "missing: " + missing(expected));
        Wait.until(
                "the job's score over OTLP",
                PATIENCE,
                () -> scene.receiver().find("flink.vitals.job.score", Map.of("job.id", job)),
                () -> "arrived: " + scene.receiver().series("flink.vitals.job.score"));

        assertThat(scene.flink().vitals().page()).contains("<html").doesNotContain("signals <b>&");
        assertThat(scene.flink().jobs().getText("")).contains("Apache Flink");
        JsonNode document = scene.flink().vitals().document().orElseThrow();
        assertThat(document.path("leader").asBoolean()).isTrue();
        assertThat(document.path("taskManagers").path("reporting").asInt()).isEqualTo(2);
        scene.cancel(job);
    }

    private static void assertProcesses(JsonNode processes) {
        List<String> always = List.of("heapMaxBytes", "metaspaceBytes", "directBytes", "directMaxBytes", "cpuShare");
        boolean jobManager = false;
        for (JsonNode process : processes) {
            String id = process.path("id").asText();
            for (String field : always) {
                assertThat(process.path(field).isNumber())
                        .as("%s of %s", field, id)
                        .isTrue();
            }
            if (id.equals("jobmanager")) {
                jobManager = true;
            } else {
                // RocksDB reserves its slot's share when it is opened.
                long managed = process.path("managedBytes").asLong();
                assertThat(managed).as("managed memory of %s", id).isPositive();
                assertThat(process.path("managedMaxBytes").asLong()).as(id).isGreaterThanOrEqualTo(managed);
                assertThat(process.path("metaspaceMaxBytes").isNumber()).as(id).isTrue();
            }
        }
        assertThat(jobManager).as("the JobManager among %s", processes).isTrue();
    }

    private Set<String> missing(Set<String> expected) {
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(scene.receiver().metricNames());
        return missing;
    }

    @Test
    void aFailingCheckpointIsSeenWithItsReasonAndItsSubtask() {
        String job = scene.submit("--fail-from-checkpoint", "2", "--fail-subtask", "1");

        JsonNode seen = scene.flink()
                .vitals()
                .waitForJob("a failed checkpoint", job, entry -> counted(entry).isPresent(), PATIENCE);

        JsonNode failure = counted(seen).orElseThrow();
        assertThat(failure.path("reason").asText()).isEqualTo("CHECKPOINT_ASYNC_EXCEPTION");
        assertThat(failure.path("cause").asText()).contains(Poison.MESSAGE);
        assertThat(failure.path("vertexName").asText()).contains("probe");
        assertThat(failure.path("subtask").asInt()).isEqualTo(1);
        scene.cancel(job);
    }

    /** A checkpoint that Flink gives up before all tasks run is listed too, but is no failure. */
    private static Optional<JsonNode> counted(JsonNode entry) {
        return StreamSupport.stream(entry.at("/checkpoint/failures").spliterator(), false)
                .filter(failure -> failure.path("counted").asBoolean())
                .findFirst();
    }

    @Test
    void whatABusyTaskDoesIsSeenFromInside() {
        // Half of the records have one key, half of the rest go to its subtask too: 15,000 a second * 120 us are 1.8 s
        // of work
        // a second. So many, so that network buffers are soon full, and it shows.
        String job = scene.submit("--rate", "20000", "--work-micros", "120", "--hot-share", "0.5");

        JsonNode tasks = scene.flink()
                .vitals()
                .waitForJob(
                        "the CPU time of all four tasks, and their three states",
                        job,
                        entry -> entry.at("/inside/tasksWithCpuTime").asInt() == 4
                                && entry.at("/inside/states").size() == 3,
                        PATIENCE);
        assertThat(tasks.at("/inside/states").findValuesAsText("name")).containsExactly("counts", "leak", "recent");
        assertThat(tasks.at("/inside/states").findValuesAsText("timeToLiveSeconds"))
                .containsExactly("null", "null", "600.0");

        JsonNode seen = scene.flink()
                .vitals()
                .waitForJob(
                        "a look inside the busy task, and its hot key",
                        job,
                        entry -> entry.at("/inside/threads/0/words").isTextual()
                                && entry.findValuesAsText("kind").contains("hot_key"),
                        PATIENCE);
        assertThat(seen.at("/inside/threads/0/words").asText()).contains("ProbeFunction.work");
        assertThat(seen.at("/inside/threads/0/doing").asText()).isEqualTo("computes");
        Wait.until(
                "the hooks of a TaskManager over OTLP",
                PATIENCE,
                () -> scene.receiver().find("flink.vitals.agent.hook", Map.of("hook", "task-run", "state", "applied")),
                () -> "arrived: " + scene.receiver().series("flink.vitals.agent.hook"));
        scene.cancel(job);
    }

    @Test
    void aLeakingStateLeadsToASavepointFromWhichTheJobIsRestored() {
        // About 1.8 MB a second on each TaskManager, of the 240 MB that its state may use: the forecast has to last for
        // some
        // windows before anything is done.
        String job = scene.submit("--leak-bytes", "18000", "--checkpoint-interval-ms", "3000");

        JsonNode entry = scene.flink()
                .vitals()
                .waitForJob("a verified savepoint", job, seen -> verified(seen).isPresent(), SAVEPOINT_PATIENCE);
        JsonNode savepoint = verified(entry).orElseThrow();
        String path = savepoint.path("path").asText();
        assertThat(savepoint.path("restoreCommand").asText()).contains(path);
        assertInspected(path);
        scene.cancel(job);

        String restored = scene.submitFrom(Optional.of(path));
        JsonNode from =
                scene.flink().jobs().get("jobs/" + restored + "/checkpoints").at("/latest/restored");
        assertThat(from.path("external_path").asText()).isEqualTo(path);
        scene.flink().jobs().waitForCheckpoints(restored, 1, PATIENCE);
        scene.cancel(restored);

        assertThat(scene.receiver().logRecords())
                .anySatisfy(log -> assertThat(log.eventName()).isEqualTo("flink.vitals.breaker.decision"));
    }

    private void assertInspected(String path) {
        Command.Result inspected = scene.inspect(path);

        assertThat(inspected.output().lines())
                .contains(
                        "Native savepoint " + path,
                        "  counts: value, key Long, value Long",
                        "  leak: map, key Long, value map of Long to BytePrimitiveArray",
                        "  recent: value, key Long, value Long with time to live")
                .anyMatch(line -> line.startsWith("  poison: operator list, value ") && line.contains("cannot evolve"))
                .anyMatch(line -> line.matches("Operator .* \\(uid (probe|not known), id [0-9a-f]{32}\\)"))
                .noneMatch(line -> line.contains("missing files") || line.contains("could not be read"));
        // Poison cannot evolve.
        assertThat(inspected.exitCode()).isEqualTo(1);
    }

    private static Optional<JsonNode> verified(JsonNode entry) {
        return StreamSupport.stream(entry.at("/breaker/snapshots").spliterator(), false)
                .filter(snapshot -> snapshot.path("action").asText().equals("savepoint"))
                .filter(snapshot -> snapshot.path("result").asText().equals("verified"))
                .findFirst();
    }

    @Test
    void aKilledTaskManagerIsReplacedAsWithoutTheProduct() {
        String job = scene.submit();
        scene.flink().jobs().waitForCheckpoints(job, 1, PATIENCE);
        JsonNode predicted = scene.flink()
                .vitals()
                .waitForJob(
                        "a predicted downtime",
                        job,
                        entry -> entry.at("/recovery/downtimeSeconds/high").isNumber(),
                        PATIENCE)
                .at("/recovery/downtimeSeconds");

        running().get(0).kill();
        scene.flink().addTaskManager();

        scene.flink()
                .waitFor(
                        "a restart of the job",
                        "jobs/" + job + "/metrics?get=numRestarts",
                        metric -> metric.at("/0/value").asInt() > 0,
                        PATIENCE);
        scene.flink().waitForRunning(job, PATIENCE);
        everyTaskManagerIsThere();
        Wait.until(
                "digests of both TaskManagers",
                PATIENCE,
                () -> scene.flink().vitals().document().filter(document -> reporting(document) == 2),
                () -> "last: " + scene.flink().vitals().document());
        assertThat(scene.replay(scene.waitForRecording("job-failure")))
                .contains(job)
                .containsPattern("All \\d+ assessments are equal to those of the live run");
        assertRestartWasReadAsPredicted(job, predicted);
        scene.cancel(job);
    }

    private void assertRestartWasReadAsPredicted(String job, JsonNode predicted) {
        JsonNode stability = scene.flink()
                .vitals()
                .waitForJob(
                        "the restart and its cause",
                        job,
                        entry -> entry.at("/stability/lastStart/backoffSeconds").asDouble() > 0
                                && !entry.at("/stability/failures").isEmpty(),
                        PATIENCE)
                .path("stability");
        assertThat(stability.at("/failures/0/class").asText())
                .as(stability.toPrettyString())
                .isIn("taskmanager_lost", "network");
        JsonNode start = stability.path("lastStart");
        assertThat(start.path("restoredBytes").asLong(-1)).isNotNegative();
        // From the moment that Flink noticed; the machine may be busy, so that only the order of magnitude is sure.
        Duration down = Duration.between(
                Instant.parse(start.path("downAt").asText()),
                Instant.parse(start.path("runningAt").asText()));
        assertThat(down.toMillis() / 1000.0)
                .as("predicted %s, observed %s", predicted, start)
                .isBetween(
                        predicted.path("low").asDouble() / 10,
                        predicted.path("high").asDouble() * 3);
    }

    private static int reporting(JsonNode document) {
        return document.path("taskManagers").path("reporting").asInt();
    }

    @Test
    void aKilledJobManagerIsReplacedAsWithoutTheProduct() {
        List<ManagedProcess> before = running();

        scene.flink().jobManager().kill();
        scene.flink().restartJobManager();

        everyTaskManagerIsThere();
        assertThat(running()).isEqualTo(before);
        String job = scene.submit();
        scene.flink()
                .vitals()
                .waitForJob(
                        "a score from the new JobManager",
                        job,
                        entry -> entry.path("score").isNumber(),
                        PATIENCE);
        scene.cancel(job);
    }

    private List<ManagedProcess> running() {
        return scene.flink().taskManagers().stream()
                .filter(ManagedProcess::alive)
                .toList();
    }
}
