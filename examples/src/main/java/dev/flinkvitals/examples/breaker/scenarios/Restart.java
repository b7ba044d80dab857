/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flinkvitals.examples.breaker.BreakerScenario;
import dev.flinkvitals.examples.breaker.BreakerView;
import dev.flinkvitals.examples.breaker.BreakerView.SnapshotView;
import dev.flinkvitals.examples.breaker.Comparison;
import dev.flinkvitals.examples.breaker.Proof;
import dev.flinkvitals.examples.breaker.Site;
import dev.flinkvitals.examples.breaker.Stage;
import dev.flinkvitals.examples.breaker.job.Report;
import dev.flinkvitals.examples.breaker.job.TallySwitch;
import dev.flinkvitals.examples.cluster.FlinkClusterBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The thread of a source hangs, so that no checkpoint completes: the job has to be restarted from its last checkpoint, exactly
 * once, without harm to another job in the same cluster. Then data jams, which a restart does not cure: the breaker has to say
 * so, and nothing may be restarted.
 */
final class Restart implements BreakerScenario {
    private static final List<String> VERSIONS = List.of("2.2.1", "1.20.5");
    private static final String RESTART = "restart";

    private static final Duration HANGING = Duration.ofSeconds(3);
    private static final Duration DECISION = Duration.ofMinutes(3);
    private static final Duration RECOVERY = Duration.ofMinutes(1);
    private static final Duration OUTCOME = Duration.ofMinutes(2);
    /** With it the job takes a tenth of what arrives. */
    private static final double JAM_MICROS = 10_000;

    @Override
    public String name() {
        return RESTART;
    }

    @Override
    public String description() {
        return "a task that hangs, which a restart cures, and a jam, which it does not";
    }

    @Override
    public void play(Stage stage, int repetitions) {
        for (int i = 1; i <= repetitions; i++) {
            for (String version : VERSIONS) {
                String name = "restart-" + version + "-" + i;
                try (Site site = new Site(stage.run(), name, builder -> settings(builder, version))) {
                    play(stage, site, stage.proof().measured().putObject("flink_" + version.replace('.', '_')));
                }
            }
        }
    }

    private static FlinkClusterBuilder settings(FlinkClusterBuilder builder, String version) {
        return builder.version(version)
                .config("execution.checkpointing.timeout", "20 s")
                // Flink itself must not restart it.
                .config("execution.checkpointing.tolerable-failed-checkpoints", "1000")
                .config("vitals.health.forecast.horizon", "30 s")
                .config("vitals.snapshots.policies.restart", "active");
    }

    private static void play(Stage stage, Site site, ObjectNode json) {
        ProtectedJob hanging = new ProtectedJob(stage, site, "the hanging job");
        ProtectedJob other = new ProtectedJob(stage, site, "the other job");
        hanging.waitUntilKnown();
        other.waitUntilKnown();
        int slots = slots(site);
        hang(stage, site, hanging, json);
        recovers(stage, site, hanging, json);
        stage.proof().expect(slots(site) == slots, "the cluster has " + slots(site) + " slots instead of " + slots);
        stage.proof()
                .expect(
                        site.restarts(other.job()).orElse(-1) == 0,
                        "the other job restarted " + site.restarts(other.job()) + " times");
        BreakerView told = hanging.await(
                "the outcome of the restart",
                OUTCOME,
                view -> newestRestart(view).flatMap(SnapshotView::outcome).isPresent());
        String outcome = newestRestart(told).flatMap(SnapshotView::outcome).orElse("none");
        json.put("outcome", outcome);
        stage.proof().count("harmful_actions", told.harmful());
        stage.proof().expect(outcome.equals("unharmed"), "the outcome of the restart is " + outcome);
        jams(stage, site, hanging, other, json);
    }

    private static void hang(Stage stage, Site site, ProtectedJob job, ObjectNode json) {
        stage.say("the source hangs");
        String hangs = TallySwitch.sourceHangs(job.job().name());
        site.set(hangs, 1);
        Stage.pause(HANGING.toMillis());
        // The thread that hangs goes on hanging; the one after the restart shall not.
        site.set(hangs, 0);
        long start = System.nanoTime();
        job.await("a restart", DECISION, view -> newestRestart(view).isPresent());
        Proof.seconds(json, "triggered_after_s", Optional.of(Stage.secondsSince(start) + HANGING.toSeconds()));
    }

    private static void recovers(Stage stage, Site site, ProtectedJob job, ObjectNode json) {
        long start = System.nanoTime();
        job.await(
                "a restart of the job",
                RECOVERY,
                view -> site.restarts(job.job()).orElse(0) >= 1);
        site.flink().waitForRunning(job.id(), RECOVERY);
        JsonNode checkpoints = site.flink()
                .waitFor(
                        "a checkpoint after the restart",
                        "jobs/" + job.id() + "/checkpoints",
                        all -> all.path("latest").path("restored").path("id").asLong() > 0
                                && all.path("latest")
                                                .path("completed")
                                                .path("id")
                                                .asLong()
                                        > all.path("latest")
                                                .path("restored")
                                                .path("id")
                                                .asLong()
                                && all.path("latest")
                                                .path("completed")
                                                .path("trigger_timestamp")
                                                .asLong()
                                        > all.path("latest")
                                                .path("restored")
                                                .path("restore_timestamp")
                                                .asLong(),
                        RECOVERY);
        Proof.seconds(json, "checkpoints_again_after_s", Optional.of(Stage.secondsSince(start)));
        json.put(
                "restored_from",
                checkpoints.path("latest").path("restored").path("id").asLong());
        Comparison comparison = Comparison.of(Report.read(job.job().report()), Site.KEYS);
        json.put("keys", comparison.keys());
        json.put("lost", comparison.lost() + comparison.wrong());
        stage.proof().expect(comparison.isExact(Site.KEYS), "the state after the restart is not exact: " + comparison);
        long zombies = zombies(site);
        json.put("zombies", zombies);
        stage.proof().expect(zombies == 0, zombies + " threads of the first attempt are still there");
    }

    private static Optional<SnapshotView> newestRestart(BreakerView view) {
        return view.snapshots().stream()
                .filter(snapshot -> snapshot.action().equals(RESTART))
                .findFirst();
    }

    private static int slots(Site site) {
        return site.flink().jobs().get("overview").path("slots-total").asInt();
    }

    /** Threads of sources in their first attempt, but for that of the other job. */
    private static long zombies(Site site) {
        long threads = 0;
        for (JsonNode manager : site.flink().jobs().get("taskmanagers").path("taskmanagers")) {
            JsonNode dump =
                    site.flink().jobs().get("taskmanagers/" + manager.path("id").asText() + "/thread-dump");
            for (JsonNode thread : dump.path("threadInfos")) {
                String name = thread.path("threadName").asText();
                threads += name.startsWith("Source: numbers") && name.endsWith("#0") ? 1 : 0;
            }
        }
        return Math.max(0, threads - 1);
    }

    private static void jams(Stage stage, Site site, ProtectedJob one, ProtectedJob other, ObjectNode json) {
        stage.say("data jams");
        site.set(TallySwitch.REST_MICROS, JAM_MICROS);
        BreakerView told = other.await(
                "a restart that would not help",
                DECISION,
                view -> view.firstDecision(RESTART, "would_not_help").isPresent());
        told.firstDecision(RESTART, "would_not_help")
                .ifPresent(decision -> json.put("would_not_help", decision.reason()));
        site.set(TallySwitch.REST_MICROS, 0);
        stage.proof()
                .expect(
                        newestRestart(other.look()).isEmpty() && restarts(one.look()) == 1,
                        "something was restarted that a restart does not cure");
    }

    private static long restarts(BreakerView view) {
        return view.snapshots().stream()
                .filter(snapshot -> snapshot.action().equals(RESTART))
                .count();
    }
}
