/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.scenarios;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flinkvitals.examples.breaker.BreakerScenario;
import dev.flinkvitals.examples.breaker.BreakerView.SnapshotView;
import dev.flinkvitals.examples.breaker.Comparison;
import dev.flinkvitals.examples.breaker.Proof;
import dev.flinkvitals.examples.breaker.Site;
import dev.flinkvitals.examples.breaker.Site.RunningTally;
import dev.flinkvitals.examples.breaker.Stage;
import dev.flinkvitals.examples.breaker.job.Report;
import dev.flinkvitals.examples.parts.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A TaskManager takes more and more memory outside the heap until the kernel kills it. In active mode a savepoint has to be
 * verified before, and a job that is restored from it has the state of each key exactly; in monitor mode the decision has to
 * come at the same time.
 */
public final class Oom implements BreakerScenario {
    /** The same leak is never followed in exactly the same way: the two decisions may be so far apart. */
    private static final double SAME_TIME_SECONDS = 15;

    private static final Duration RESTORE = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "oom";
    }

    @Override
    public String description() {
        return "a TaskManager that heads for an OOM kill";
    }

    @Override
    public void play(Stage stage, int repetitions) {
        for (int i = 1; i <= repetitions; i++) {
            Optional<Double> active = active(stage, i);
            Optional<Double> monitor = monitor(stage, i);
            if (active.isPresent() && monitor.isPresent()) {
                double apart = Math.abs(active.get() - monitor.get());
                Proof.seconds(stage.proof().measured(), "decisions_apart_s", Optional.of(apart));
                stage.proof()
                        .expect(
                                apart <= SAME_TIME_SECONDS,
                                String.format(
                                        Locale.ROOT,
                                        "the decisions of the two modes came %.0f s apart, measured from the beginning of the leak",
                                        apart));
            }
        }
    }

    /** Returns how long after the beginning of the leak the savepoint was triggered, in seconds. */
    private static Optional<Double> active(Stage stage, int repetition) {
        Proof proof = stage.proof();
        SnapshotView savepoint;
        Optional<Double> decided;
        try (DoomedSite doomed = new DoomedSite(stage, "active", repetition)) {
            DoomedSite.Death death = doomed.leakUntilKilled();
            ObjectNode json = proof.measured();
            death.write(json);
            Optional<SnapshotView> verified = death.breaker().firstVerifiedSavepoint();
            Optional<Instant> at = verified.flatMap(SnapshotView::endedAt);
            Optional<Double> protectedFor = at.map(death::secondsBefore);
            decided = verified.flatMap(SnapshotView::startedAt).map(death::secondsAfterLeak);
            Proof.seconds(
                    json,
                    "triggered_after_s",
                    verified.flatMap(SnapshotView::startedAt).map(death::secondsAfterStart));
            Proof.seconds(json, "savepoint_verified_before_kill_s", protectedFor);
            proof.expect(
                    protectedFor.filter(seconds -> seconds > 0).isPresent(),
                    "no savepoint was verified before the kill");
            proof.count("harmful_actions", Math.max(death.breaker().harmful(), death.restarts()));
            proof.expect(death.restarts() == 0, "the job restarted before the kill");
            proof.expect(death.breaker().harmful() == 0, "the product says that the savepoint did harm");
            if (verified.isEmpty()) {
                return Optional.empty();
            }
            savepoint = verified.get();
            stage.say(String.format(
                    Locale.ROOT, "a savepoint was verified %.0f s before the kill", protectedFor.orElse(-1.0)));
        }
        restore(stage, savepoint.path().orElseThrow(), repetition);
        return decided;
    }

    /** Returns how long after the beginning of the leak the savepoint would have been triggered, in seconds. */
    private static Optional<Double> monitor(Stage stage, int repetition) {
        Proof proof = stage.proof();
        try (DoomedSite doomed = new DoomedSite(stage, "monitor", repetition)) {
            DoomedSite.Death death = doomed.leakUntilKilled();
            ObjectNode json = proof.measured().putObject("monitor");
            death.write(json);
            Optional<Instant> would =
                    death.breaker().firstDecision("savepoint", "would_trigger").flatMap(decision -> decision.at());
            Proof.seconds(json, "would_have_triggered_after_s", would.map(death::secondsAfterStart));
            Proof.seconds(json, "would_have_triggered_before_kill_s", would.map(death::secondsBefore));
            proof.expect(
                    would.map(death::secondsBefore)
                            .filter(seconds -> seconds > 0)
                            .isPresent(),
                    "monitor mode did not say before the kill that a savepoint would have been triggered");
            proof.expect(death.breaker().snapshots().isEmpty(), "monitor mode triggered something");
            return would.map(death::secondsAfterLeak);
        }
    }

    private static void restore(Stage stage, String path, int repetition) {
        stage.say("restoring from " + path + " in a new cluster");
        Proof proof = stage.proof();
        try (Site site = new Site(stage.run(), "restored-" + repetition, UnaryOperator.identity())) {
            RunningTally job = site.submit(Optional.of(path));
            String from = site.flink()
                    .jobs()
                    .get("jobs/" + job.id() + "/checkpoints")
                    .path("latest")
                    .path("restored")
                    .path("external_path")
                    .asText("nothing");
            proof.expect(lastSegment(from).equals(lastSegment(path)), "restored from " + from + " instead of " + path);
            Wait.until(
                    "a number of each key",
                    RESTORE,
                    () -> Optional.of(Report.read(job.report())).filter(lines -> lines.size() >= Site.KEYS),
                    () -> Report.read(job.report()).size() + " keys had one");
            Comparison comparison = Comparison.of(Report.read(job.report()), Site.KEYS);
            comparison.write(proof.measured());
            proof.expect(comparison.isExact(Site.KEYS), "the restored state is not exact: " + comparison);
            proof.expect(comparison.position() > 0, "the savepoint is empty");
            stage.say("restored: " + comparison);
        }
    }

    private static String lastSegment(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
