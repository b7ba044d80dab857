/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.scenarios;

import dev.flinkvitals.examples.breaker.BreakerScenario;
import dev.flinkvitals.examples.breaker.BreakerView;
import dev.flinkvitals.examples.breaker.Site;
import dev.flinkvitals.examples.breaker.Stage;
import dev.flinkvitals.examples.breaker.job.TallySwitch;
import dev.flinkvitals.examples.cluster.FlinkClusterBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * While memory runs out, everything else is against a savepoint: a failed one would restart the job, barriers do not get
 * through, all jobs are ill at once, a person has put a stop file there. Each has to be the reason why there is none.
 */
final class WrongMoments implements BreakerScenario {
    private static final String TOLERANCE = "no tolerable failure";
    private static final String BACKPRESSURE = "backpressure";
    private static final String STOP_FILE = "stop file";
    private static final String FLEET = "fleet, job ";
    private static final int JOBS = 3;

    /** A number takes three milliseconds instead of none: a third of the numbers gets through. */
    private static final double REST_MICROS = 3_000;

    private static final Duration WISH = Duration.ofMinutes(2);
    private static final Duration CHANGE = Duration.ofSeconds(75);

    @Override
    public String name() {
        return "refusals";
    }

    @Override
    public String description() {
        return "moments at which a savepoint would do harm, or somebody does not want it";
    }

    @Override
    public void play(Stage stage, int repetitions) {
        for (int i = 1; i <= repetitions; i++) {
            List<String> names = new ArrayList<>(List.of(TOLERANCE, BACKPRESSURE, STOP_FILE));
            for (int job = 1; job <= JOBS; job++) {
                names.add(FLEET + job);
            }
            try (Refusals refusals = new Refusals(stage, names)) {
                noFailureIsTolerable(stage, i, refusals);
                backpressureAndStopFile(stage, i, refusals);
                fleet(stage, i, refusals);
            }
        }
    }

    private static void noFailureIsTolerable(Stage stage, int repetition, Refusals refusals) {
        stage.say("a job that restarts when one checkpoint or savepoint fails");
        try (Site site = new Site(
                stage.run(),
                "tolerance-" + repetition,
                builder -> SlowLeak.settings(builder)
                        .config("execution.checkpointing.tolerable-failed-checkpoints", "0")
                        .config("execution.checkpointing.interval-during-backlog", "0 ms")
                        .config("vitals.snapshots.policies.exposure", "active"))) {
            ProtectedJob job = new ProtectedJob(stage, site, "job");
            try {
                job.waitUntilKnown();
                SlowLeak.begin(stage, site, 1);
                refusals.await(TOLERANCE, job, Set.of("tolerable-failures"), Set.of(), WISH);
                stage.say("now its source works off a backlog, during which it takes no checkpoints");
                long start = System.nanoTime();
                site.set(TallySwitch.BACKLOG, 1);
                BreakerView view = job.await("a checkpoint of the breaker", CHANGE, WrongMoments::hasCheckpoint);
                stage.proof().measured().put("checkpoint_allowed_after_s", Math.round(Stage.secondsSince(start)));
                stage.proof()
                        .expect(
                                view.savepoints().isEmpty(),
                                "a savepoint was triggered although it could restart the job");
            } finally {
                job.countHarm();
            }
        }
    }

    private static boolean hasCheckpoint(BreakerView view) {
        return view.snapshots().stream()
                .anyMatch(snapshot -> snapshot.action().equals("checkpoint")
                        && snapshot.result().equals("completed"));
    }

    private static void backpressureAndStopFile(Stage stage, int repetition, Refusals refusals) {
        Path ledger = stage.run().directory().resolve("stopped-ledger-" + repetition);
        try (Site site = new Site(
                stage.run(), "stopped-" + repetition, builder -> backpressured(SlowLeak.settings(builder), ledger))) {
            ProtectedJob job = new ProtectedJob(stage, site, "job");
            try {
                job.waitUntilKnown();
                stage.say("a job whose state is updated too slowly for its source");
                site.set(TallySwitch.REST_MICROS, REST_MICROS);
                SlowLeak.begin(stage, site, 1);
                refusals.await(BACKPRESSURE, job, Set.of("backpressure"), Set.of("barriers", "time"), WISH);
                Path stop = ledger.resolve("stop");
                stage.say("now it is fast enough, but somebody has made " + stop.getFileName() + " beside the ledger");
                Files.createFile(stop);
                site.set(TallySwitch.REST_MICROS, 0);
                refusals.await(STOP_FILE, job, Set.of("stop-file"), Set.of(), CHANGE);
                stage.say("the stop file is removed");
                long start = System.nanoTime();
                Files.delete(stop);
                job.await(
                        "a verified savepoint",
                        CHANGE,
                        view -> view.firstVerifiedSavepoint().isPresent());
                stage.proof().measured().put("verified_after_stop_file_s", Math.round(Stage.secondsSince(start)));
            } finally {
                job.countHarm();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make or remove the stop file", e);
        }
    }

    /** Small buffers: barriers have to get through, though late, for the job not to restart. */
    private static FlinkClusterBuilder backpressured(FlinkClusterBuilder builder, Path ledger) {
        return builder.config("taskmanager.memory.segment-size", "4 kb")
                .config("taskmanager.network.memory.floating-buffers-per-gate", "2")
                .config("vitals.snapshots.ledger", ledger.toUri().toString());
    }

    private static void fleet(Stage stage, int repetition, Refusals refusals) {
        stage.say(JOBS + " jobs on the same TaskManagers");
        try (Site site = new Site(
                stage.run(),
                "fleet-" + repetition,
                builder -> SlowLeak.settings(builder).slotsPerTaskManager(JOBS))) {
            List<ProtectedJob> jobs = new ArrayList<>();
            for (int i = 1; i <= JOBS; i++) {
                jobs.add(new ProtectedJob(stage, site, "job " + i));
            }
            try {
                jobs.forEach(ProtectedJob::waitUntilKnown);
                SlowLeak.begin(stage, site, JOBS);
                for (int i = 1; i <= JOBS; i++) {
                    refusals.await(FLEET + i, jobs.get(i - 1), Set.of("fleet"), Set.of(), WISH);
                }
                long acted = jobs.stream()
                        .mapToLong(job -> job.look().snapshots().size())
                        .sum();
                stage.proof().expect(acted == 0, acted + " actions although all jobs were ill at once");
            } finally {
                jobs.forEach(ProtectedJob::countHarm);
            }
        }
    }
}
