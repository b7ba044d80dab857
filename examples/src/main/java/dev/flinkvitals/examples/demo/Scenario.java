/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.demo;

import dev.flinkvitals.examples.cluster.FindingView;
import dev.flinkvitals.examples.demo.DemoResult.Otlp;
import dev.flinkvitals.examples.demo.DemoResult.Restore;
import dev.flinkvitals.examples.demo.DemoResult.SlowSink;
import dev.flinkvitals.examples.demo.DemoResult.StateLeak;
import dev.flinkvitals.examples.demo.JobView.BottleneckView;
import dev.flinkvitals.examples.demo.JobView.ForecastView;
import dev.flinkvitals.examples.demo.JobView.SnapshotView;
import dev.flinkvitals.examples.orders.OrdersJob;
import dev.flinkvitals.examples.otlp.OtlpReceiver;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What happens in the demo, one phase after the other. Each phase notes what came of it as soon as it knows, so that a summary
 * can be given after a failure too.
 *
 * <p>Confined to one thread.
 */
final class Scenario {
    /** All phases together end before this. */
    static final Duration CEILING = Duration.ofSeconds(235);

    private static final String RUNS_OUT = "resource_runs_out";
    private static final int LEAKING_NOTE_BYTES = 1536;
    private static final String LOCAL_STATE = "local_state";

    /** Below this the breaker does not think that the job is held up. */
    private static final double CALM_BACK_PRESSURE = 0.2;

    /** Orders of two seconds: in flight, not behind. */
    private static final int CALM_LAG = 2 * DemoWorld.ORDERS_PER_SECOND;

    private final DemoWorld world;
    private final Screen screen;
    private String jobId = "";
    private final Watch watch;
    private DemoResult result = DemoResult.NOTHING;

    /**
     * Prepares the scenario.
     *
     * @param world where it happens
     * @param screen where it is told
     */
    Scenario(DemoWorld world, Screen screen) {
        this.world = world;
        this.screen = screen;
        this.watch = new Watch(screen, () -> world.flink().vitals().job(jobId).map(JobView::of), world::check, CEILING);
    }

    /** What has happened so far. */
    DemoResult result() {
        OtlpReceiver receiver = world.otlp();
        Otlp otlp = new Otlp(
                receiver.metricNames().size(), receiver.points(), receiver.logRecordCount(), decisionArrived());
        return result.with(otlp).after(screen.seconds());
    }

    /**
     * Runs all phases.
     *
     * @throws DemoFailure when something did not happen
     */
    void run() {
        healthy();
        slowSink();
        SnapshotView savepoint = stateLeak();
        watch.untilTrue(
                "the savepoint's decision among the OTLP log records", Duration.ofSeconds(20), this::decisionArrived);
        restore(savepoint);
    }

    private void healthy() {
        jobId = world.submitJob(Optional.empty());
        world.flink().waitForRunning(jobId, Duration.ofSeconds(60));
        // JVMs that have just started are slow: the full rate at once would be a first fault.
        world.generator().start(DemoWorld.ORDERS_PER_SECOND / 4);
        screen.say("Job " + OrdersJob.NAME + " runs as " + jobId + "; waiting until its health is known");
        watch.until("a score that is known", Duration.ofSeconds(60), job -> job.isGreen() || job.isKnownNotGreen());
        world.generator().rate(DemoWorld.ORDERS_PER_SECOND);
        JobView view = watch.untilSteady(
                "a green score after the first checkpoints",
                Duration.ofSeconds(90),
                Duration.ofSeconds(8),
                job -> job.isGreen() && job.checkpointAge().isPresent() && isCalm(job));
        screen.say(String.format(
                Locale.ROOT,
                "The job is healthy: score %.0f, confidence %.2f",
                view.score().orElse(0),
                view.confidence().orElse(0)));
    }

    private void slowSink() {
        screen.say("Fault 1, slow-sink: the index that the sink's lookup uses is dropped");
        double start = screen.seconds();
        world.database().dropIndex();
        JobView view = watch.until(
                "a score that is not green and a named culprit",
                Duration.ofSeconds(60),
                job -> job.isKnownNotGreen() && job.bottleneck().isPresent());
        double detectedAfter = screen.seconds() - start;
        BottleneckView culprit = view.bottleneck().orElseThrow();
        boolean right = culprit.vertexName().contains(OrdersJob.SINK_NAME);
        OptionalDouble detected = OptionalDouble.of(detectedAfter);
        result = result.with(new SlowSink(detected, Optional.of(culprit.vertexName()), right, Optional.empty()));
        screen.say(String.format(
                Locale.ROOT,
                "Detected after %.1f s: score %.0f, held back by \"%s\" (%s)",
                detectedAfter,
                view.score().orElse(0),
                culprit.vertexName(),
                culprit.reason()));
        if (!right) {
            throw new DemoFailure("\"" + culprit.vertexName() + "\" was named, but it is \"" + OrdersJob.SINK_NAME
                    + "\" that is slow");
        }
        JobView explained = watch.until(
                "the cause of the bottleneck",
                Duration.ofSeconds(60),
                job -> cause(job, culprit).isPresent());
        FindingView cause = cause(explained, culprit).orElseThrow();
        result = result.with(
                new SlowSink(detected, Optional.of(culprit.vertexName()), right, Optional.of(cause.cause())));
        screen.say("Cause: " + cause.cause() + "; " + cause.reason());
        world.database().createIndex();
        screen.say("Repaired: the index is there again; waiting until the backlog is gone");
        watch.until("the end of backpressure and lag", Duration.ofSeconds(75), Scenario::isCalm);
        screen.say("The backlog is gone");
    }

    private SnapshotView stateLeak() {
        screen.say("Fault 2, state-leak: orders now carry long notes, which the job keeps in a state without TTL");
        double start = screen.seconds();
        world.generator().noteBytes(LEAKING_NOTE_BYTES);
        JobView forecasting = watch.until(
                "a forecast for the local state",
                Duration.ofSeconds(90),
                job -> job.forecastOf(LOCAL_STATE).isPresent());
        double forecastAfter = screen.seconds() - start;
        FindingView finding = watch.until(
                        "a finding that names what runs out",
                        Duration.ofSeconds(60),
                        job -> job.finding(RUNS_OUT).isPresent())
                .finding(RUNS_OUT)
                .orElseThrow();
        StateLeak leak = new StateLeak(
                OptionalDouble.of(forecastAfter),
                OptionalDouble.empty(),
                Optional.of(finding.cause()),
                Optional.of(finding.place()));
        result = result.with(leak);
        ForecastView forecast = forecasting.forecastOf(LOCAL_STATE).orElseThrow();
        screen.say(String.format(
                Locale.ROOT,
                "Forecast after %.1f s: the local state of %s, at %.0f%% now, is full in about %.0f s",
                forecastAfter,
                forecast.process(),
                forecast.level().orElse(0) * 100,
                forecast.secondsLeft().orElse(0)));
        SnapshotView savepoint = watch
                .until(
                        "a verified savepoint",
                        Duration.ofSeconds(90),
                        job -> job.snapshots().stream().anyMatch(SnapshotView::isVerifiedSavepoint))
                .snapshots()
                .stream()
                .filter(SnapshotView::isVerifiedSavepoint)
                .findFirst()
                .orElseThrow();
        double verifiedAfter = screen.seconds() - start;
        result = result.with(
                new StateLeak(leak.forecastAfter(), OptionalDouble.of(verifiedAfter), leak.cause(), leak.place()));
        screen.say(String.format(
                Locale.ROOT,
                "Savepoint written by the breaker and read back after %.1f s. To restore from it:",
                verifiedAfter));
        screen.say("    "
                + savepoint
                        .restoreCommand()
                        .orElseThrow(() -> new DemoFailure("the savepoint has no restore command")));
        return savepoint;
    }

    private void restore(SnapshotView savepoint) {
        String path = savepoint.path().orElseThrow();
        screen.say("Proof: the job is cancelled, its totals are deleted, and it is restored from the savepoint");
        world.generator().pause();
        world.flink().cancel(jobId);
        world.flink().jobs().waitForState(jobId, "CANCELED", Duration.ofSeconds(30));
        world.database().clearTotals();
        jobId = world.submitJob(Optional.of(path));
        world.flink().waitForRunning(jobId, Duration.ofSeconds(40));
        checkRestoredFrom(path);
        world.generator().orderOnceMoreFromEachCustomer();
        watch.untilTrue(
                "a checkpoint of the restored job that covers every order",
                Duration.ofSeconds(60),
                () -> world.topic().ordersBehindCheckpoint() == 0);
        Set<Integer> mismatches = world.truth().mismatches(world.database().totals());
        Restore restore = new Restore(world.truth().customers(), Optional.of(mismatches.size()));
        result = result.with(restore);
        screen.say(String.format(
                Locale.ROOT,
                "Restored: %,d orders of %d customers compared with what was sent, %d customers differ",
                world.truth().orders(),
                restore.keys(),
                mismatches.size()));
        if (!restore.ok()) {
            throw new DemoFailure("after the restore the totals of these customers are wrong: " + mismatches);
        }
    }

    /** A job that starts from nothing reads the whole topic again and gets the same totals: that would prove nothing. */
    private void checkRestoredFrom(String path) {
        String restoredFrom = world.flink()
                .jobs()
                .get("jobs/" + jobId + "/checkpoints")
                .path("latest")
                .path("restored")
                .path("external_path")
                .asText("nothing");
        if (!lastSegment(restoredFrom).equals(lastSegment(path))) {
            throw new DemoFailure("the job was restored from " + restoredFrom + " instead of " + path);
        }
    }

    private static Optional<FindingView> cause(JobView job, BottleneckView culprit) {
        return job.findings().stream()
                .filter(finding -> finding.kind().equals("bottleneck"))
                .filter(finding -> finding.vertex().equals(Optional.of(culprit.vertexName())))
                .filter(finding -> !finding.cause().equals("unknown"))
                .findFirst();
    }

    private boolean decisionArrived() {
        return world.otlp().logRecords().stream()
                .anyMatch(record -> record.attributes().containsValue("savepoint")
                        && record.attributes().containsValue("triggered"));
    }

    private static boolean isCalm(JobView job) {
        return job.backPressure().orElse(1) < CALM_BACK_PRESSURE
                && job.lagRecords().orElse(Double.MAX_VALUE) < CALM_LAG;
    }

    private static String lastSegment(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
