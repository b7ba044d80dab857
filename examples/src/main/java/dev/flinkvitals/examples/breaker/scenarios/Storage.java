/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.scenarios;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flinkvitals.examples.breaker.BreakerScenario;
import dev.flinkvitals.examples.breaker.BreakerView;
import dev.flinkvitals.examples.breaker.BreakerView.SnapshotView;
import dev.flinkvitals.examples.breaker.Site;
import dev.flinkvitals.examples.breaker.Stage;
import dev.flinkvitals.examples.breaker.job.TallySwitch;
import dev.flinkvitals.examples.cluster.FlinkClusterBuilder;
import dev.flinkvitals.examples.faults.plant.Switch;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * While memory runs out, the storage hangs, then is slow, then refuses savepoints, then everything: no savepoint may be
 * triggered, except the two whose failure opens the circuit. When the storage is repaired, a plain checkpoint has to be tried
 * first, and then the savepoint has to go through.
 */
final class Storage implements BreakerScenario {
    private static final String SAVEPOINT = "savepoint";

    /** State that grows makes uploads long enough to be measured. */
    private static final double STATE_BYTES_PER_SECOND = 200_000;

    /** A small part of what a local disk writes, and enough for what the state grows by. */
    private static final double SLOW_BYTES_PER_SECOND = 1_500_000;

    private static final Duration WISH = Duration.ofMinutes(2);
    private static final Duration CHANGE = Duration.ofSeconds(75);

    @Override
    public String name() {
        return "storage";
    }

    @Override
    public String description() {
        return "a storage that hangs, is slow, fails, and is repaired, while memory runs out";
    }

    @Override
    public void play(Stage stage, int repetitions) {
        for (int i = 1; i <= repetitions; i++) {
            try (Refusals refusals = new Refusals(stage, List.of("hangs", "slow", "failed twice", "fails"));
                    Site site = new Site(stage.run(), "storage-" + i, builder -> settings(stage, builder))) {
                site.set(TallySwitch.STATE_LEAK, STATE_BYTES_PER_SECOND);
                ProtectedJob job = new ProtectedJob(stage, site, "job");
                play(stage, site, job, refusals);
            }
        }
    }

    private static FlinkClusterBuilder settings(Stage stage, FlinkClusterBuilder builder) {
        String storage = "faulty://" + stage.run().directory().resolve("faulty-storage");
        return SlowLeak.settings(builder)
                .config("execution.checkpointing.dir", storage + "/checkpoints")
                .config("execution.checkpointing.savepoint-dir", storage + "/savepoints")
                .config("execution.checkpointing.timeout", "20 s")
                .config("execution.checkpointing.interval-during-backlog", "0 ms")
                .config("execution.checkpointing.tolerable-failed-checkpoints", "100")
                // Where the high-availability data are in a real cluster, which is not where savepoints are.
                .config(
                        "vitals.snapshots.ledger",
                        stage.run().directory().resolve("ledger").toUri().toString())
                .config("vitals.snapshots.min-interval", "10 s")
                .config("vitals.snapshots.max-per-day", "20")
                .config("vitals.snapshots.backoff", "20 s")
                .config("vitals.snapshots.canary-timeout", "3 s");
    }

    private static void play(Stage stage, Site site, ProtectedJob job, Refusals refusals) {
        try {
            job.waitUntilKnown();
            SlowLeak.begin(stage, site, 1);
            hangs(stage, site, job, refusals);
            isSlow(stage, site, job, refusals);
            stage.proof()
                    .expect(
                            job.look().snapshots().isEmpty(),
                            "something was triggered while the storage was in trouble");
            failsTwice(stage, site, job, refusals);
            int failed = job.look().savepoints().size();
            stage.proof().measured().put("savepoints_failed", failed);
            stage.proof().expect(failed == 2, failed + " savepoints were tried until the circuit opened, instead of 2");
            fails(stage, site, job, refusals);
            stage.proof()
                    .expect(
                            job.look().savepoints().size() == failed,
                            "a savepoint was triggered while the circuit was open");
            repaired(stage, site, job);
        } finally {
            job.countHarm();
        }
    }

    private static void hangs(Stage stage, Site site, ProtectedJob job, Refusals refusals) {
        stage.say("the storage hangs");
        site.set(Switch.STORAGE_HANGS, 1);
        refusals.await("hangs", job, Set.of("recent-checkpoint", "canary"), Set.of("time"), WISH);
        // A checkpoint that hung and completes after all would make savepoints look slow for long.
        long failed = failedCheckpoints(site, job);
        job.await("a hanging checkpoint that expires", CHANGE, view -> failedCheckpoints(site, job) > failed);
        site.set(Switch.STORAGE_HANGS, 0);
    }

    private static long failedCheckpoints(Site site, ProtectedJob job) {
        return site.flink()
                .jobs()
                .get("jobs/" + job.id() + "/checkpoints")
                .path("counts")
                .path("failed")
                .asLong();
    }

    private static void isSlow(Stage stage, Site site, ProtectedJob job, Refusals refusals) {
        stage.say("the storage answers again, and is slow");
        site.set(Switch.STORAGE_BANDWIDTH, SLOW_BYTES_PER_SECOND);
        refusals.await("slow", job, Set.of("upload-rate"), Set.of("time"), CHANGE);
    }

    private static void failsTwice(Stage stage, Site site, ProtectedJob job, Refusals refusals) {
        stage.say("the storage is fast again, and refuses savepoints");
        site.set(Switch.STORAGE_REFUSES_SAVEPOINTS, 1);
        site.set(Switch.STORAGE_BANDWIDTH, 0);
        job.await("two failed savepoints", CHANGE, view -> view.happened("circuit_opened", SAVEPOINT));
        // So that the probe has to be the breaker's: the next checkpoint of the job would do as well.
        site.set(TallySwitch.BACKLOG, 1);
        refusals.await("failed twice", job, Set.of("circuit"), Set.of("budget"), CHANGE);
    }

    private static void fails(Stage stage, Site site, ProtectedJob job, Refusals refusals) {
        stage.say("the storage refuses everything");
        site.set(Switch.STORAGE_REFUSES, 1);
        job.await("a circuit that is half open", CHANGE, view -> view.happened("circuit_half_open", SAVEPOINT));
        refusals.await("fails", job, Set.of("canary"), Set.of(), CHANGE);
    }

    private static void repaired(Stage stage, Site site, ProtectedJob job) {
        stage.say("the storage is repaired");
        long repaired = System.nanoTime();
        site.set(Switch.STORAGE_REFUSES_SAVEPOINTS, 0);
        site.set(Switch.STORAGE_REFUSES, 0);
        ObjectNode json = stage.proof().measured();
        BreakerView closed = job.await("a closed circuit", CHANGE, view -> view.happened("circuit_closed", SAVEPOINT));
        json.put("closed_after_s", Math.round(Stage.secondsSince(repaired)));
        boolean probed = closed.snapshots().stream().anyMatch(SnapshotView::probe);
        json.put("probe", probed ? "its own" : "the job's");
        stage.proof().expect(probed, "the circuit was closed without a probe");
        site.set(TallySwitch.BACKLOG, 0);
        job.await(
                "a verified savepoint",
                CHANGE,
                view -> view.firstVerifiedSavepoint().isPresent());
        json.put("verified_after_s", Math.round(Stage.secondsSince(repaired)));
        SlowLeak.end(site);
        SnapshotView saved = job.await(
                        "what became of the job after the savepoint",
                        CHANGE,
                        view -> view.firstVerifiedSavepoint()
                                .flatMap(SnapshotView::outcome)
                                .isPresent())
                .firstVerifiedSavepoint()
                .orElseThrow();
        json.put("outcome", saved.outcome().orElse(null));
        stage.proof()
                .expect(
                        saved.outcome().filter("unharmed"::equals).isPresent(),
                        "the job after the savepoint: " + saved.outcome());
    }
}
