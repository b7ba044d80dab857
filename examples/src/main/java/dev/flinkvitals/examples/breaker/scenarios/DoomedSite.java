/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flinkvitals.examples.breaker.BreakerView;
import dev.flinkvitals.examples.breaker.Narrator;
import dev.flinkvitals.examples.breaker.Proof;
import dev.flinkvitals.examples.breaker.Site;
import dev.flinkvitals.examples.breaker.Site.RunningTally;
import dev.flinkvitals.examples.breaker.Stage;
import dev.flinkvitals.examples.breaker.job.TallySwitch;
import dev.flinkvitals.examples.cluster.FlinkClusterBuilder;
import dev.flinkvitals.examples.cluster.ManagedProcess;
import dev.flinkvitals.examples.cluster.MemoryGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A cluster whose TaskManagers have a memory limit, and a job that drives one of them into it. Where this machine lets us
 * make no control group, we do ourselves what the kernel would do. Not thread safe.
 */
final class DoomedSite implements AutoCloseable {
    private static final String PROCESS_SIZE = "768m";
    private static final long LIMIT_BYTES = 768L << 20;
    private static final double LEAK_BYTES_PER_SECOND = 4 << 20;

    /** The whole limit would be leaked in two thirds of it. */
    private static final Duration DEATH = Duration.ofMinutes(5);

    private static final long POLL_MILLIS = 250;
    private static final int SIGKILL = 128 + 9;

    private final Stage stage;
    private final List<MemoryGroup> groups = new ArrayList<>();
    private final boolean cgroup;
    private final Site site;

    /**
     * Starts it.
     *
     * @param stage where it is played
     * @param mode of the breaker
     * @param repetition 1 or more
     */
    DoomedSite(Stage stage, String mode, int repetition) {
        this.stage = stage;
        String name = "doomed-" + mode + "-" + repetition;
        for (int i = 1; i <= 2; i++) {
            MemoryGroup.create(name + "-" + i, LIMIT_BYTES).ifPresent(groups::add);
        }
        this.cgroup = groups.size() == 2;
        try {
            this.site = new Site(stage.run(), name, builder -> settings(builder, mode));
        } catch (RuntimeException e) {
            groups.forEach(MemoryGroup::close);
            throw e;
        }
    }

    private FlinkClusterBuilder settings(FlinkClusterBuilder builder, String mode) {
        if (cgroup) {
            builder.taskManagerLauncher(number -> groups.get(number - 1).launcher());
        } else {
            builder.config("vitals.limits.process-memory", LIMIT_BYTES + " b");
        }
        return builder.config("taskmanager.memory.process.size", PROCESS_SIZE)
                .config("taskmanager.memory.jvm-metaspace.size", "160m")
                .config("taskmanager.memory.jvm-overhead.min", "64m")
                .config("taskmanager.memory.jvm-overhead.max", "64m")
                .config("taskmanager.memory.managed.size", "128m")
                .config("vitals.snapshots.mode", mode)
                .config("vitals.snapshots.policies.memory", mode);
    }

    /**
     * How the TaskManager ended.
     *
     * @param startedAt when the job was started
     * @param leakedAt when the leak began
     * @param killedAt when the TaskManager was gone
     * @param breaker what the breaker had decided and done by then
     * @param restarts how often the job had restarted by then
     * @param killer {@code cgroup} or {@code lab}
     */
    record Death(
            Instant startedAt, Instant leakedAt, Instant killedAt, BreakerView breaker, long restarts, String killer) {
        double secondsBefore(Instant at) {
            return Duration.between(at, killedAt).toMillis() / 1000.0;
        }

        double secondsAfterStart(Instant at) {
            return Duration.between(startedAt, at).toMillis() / 1000.0;
        }

        double secondsAfterLeak(Instant at) {
            return Duration.between(leakedAt, at).toMillis() / 1000.0;
        }

        void write(ObjectNode json) {
            json.put("killer", killer);
            json.put("limit_bytes", LIMIT_BYTES);
            json.put("leak_bytes_per_s", (long) LEAK_BYTES_PER_SECOND);
            Proof.seconds(json, "leak_after_s", Optional.of(secondsAfterStart(leakedAt)));
            Proof.seconds(json, "killed_after_s", Optional.of(secondsAfterStart(killedAt)));
        }
    }

    /** Plays the whole story: the job runs, becomes known, leaks, and loses a TaskManager. */
    Death leakUntilKilled() {
        RunningTally job = site.submit(Optional.empty());
        Instant started = Instant.ofEpochMilli(
                site.flink().jobs().get("jobs/" + job.id()).path("start-time").asLong());
        site.waitUntilKnown(job);
        stage.say("the job is healthy; now it leaks " + ((long) LEAK_BYTES_PER_SECOND >> 20)
                + " MB/s of native memory towards " + PROCESS_SIZE + (cgroup ? ", the limit of its cgroup" : ""));
        Instant leaked = Instant.now();
        site.set(TallySwitch.NATIVE_LEAK, LEAK_BYTES_PER_SECOND);
        BreakerView last = BreakerView.NOTHING;
        long restarts = 0;
        Narrator narrator = new Narrator(stage::say, started);
        long start = System.nanoTime();
        while (Stage.secondsSince(start) < DEATH.toSeconds()) {
            Optional<ManagedProcess> dead = dead();
            if (dead.isPresent()) {
                Instant killed = Instant.now();
                site.set(TallySwitch.NATIVE_LEAK, 0);
                return end(dead.get(), new Death(started, leaked, killed, last, restarts, cgroup ? "cgroup" : "lab"));
            }
            Optional<JsonNode> entry = site.flink().vitals().job(job.id());
            // What is said after the kill does not count.
            if (entry.isPresent() && dead().isEmpty()) {
                last = BreakerView.of(entry.get());
                restarts = site.restarts(job).orElse(restarts);
                narrator.tell(last);
            }
            Stage.pause(POLL_MILLIS);
        }
        throw new IllegalStateException("no TaskManager was killed within " + DEATH.toSeconds() + " s");
    }

    private Death end(ManagedProcess dead, Death death) {
        int exitCode = dead.waitForExit(Duration.ofSeconds(5));
        long kills =
                groups.stream().mapToLong(group -> group.kills().orElse(0L)).sum();
        stage.say(String.format(
                Locale.ROOT,
                "%s was killed %.0f s after the start of the job (exit code %d, OOM kills counted by the kernel: %d)",
                dead.name(),
                death.secondsAfterStart(death.killedAt()),
                exitCode,
                kills));
        stage.proof().expect(exitCode == SIGKILL, dead.name() + " ended with " + exitCode + " instead of a kill");
        if (cgroup) {
            stage.proof().expect(kills == 1, "the kernel counts " + kills + " OOM kills instead of 1");
        }
        return death;
    }

    private Optional<ManagedProcess> dead() {
        List<ManagedProcess> processes = site.flink().taskManagers();
        if (!cgroup) {
            processes.stream()
                    .filter(process -> process.residentBytes().orElse(0) >= LIMIT_BYTES)
                    .forEach(ManagedProcess::kill);
        }
        return processes.stream().filter(process -> !process.alive()).findFirst();
    }

    @Override
    public void close() {
        site.close();
        groups.forEach(MemoryGroup::close);
    }
}
