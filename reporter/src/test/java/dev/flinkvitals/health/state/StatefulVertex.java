/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.state;

import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.Coverage;
import dev.flinkvitals.signals.InsideEvidence;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.JobPhase;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.JobStatusReading;
import dev.flinkvitals.signals.RestartReading;
import dev.flinkvitals.signals.StateBackendReading;
import dev.flinkvitals.signals.StateDeclaration;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.Tick;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A vertex whose state has the size that a test gives it, read every 5 s. */
final class StatefulVertex {
    static final VertexId ID = new VertexId("2".repeat(32));
    static final int NEVER = -1;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration STEP = Duration.ofSeconds(5);

    final StateGrowthTracker tracker = new StateGrowthTracker(STEP);
    private final StateRule rule = new StateRule(STEP);
    private final List<StateDeclaration> declarations = new ArrayList<>();
    private final List<CheckpointSample> history = new ArrayList<>();
    private Random random = new Random(0);
    private int second;
    private @Nullable JobReading last;

    String name = "carts";
    IntToDoubleFunction size = t -> 0;
    IntToDoubleFunction inFlight = t -> 0;

    @Nullable
    IntToDoubleFunction databaseSize;

    IntToDoubleFunction keys = t -> 1000;
    IntToDoubleFunction recordsPerSecond = t -> 1000;

    void seed(long seed) {
        random = new Random(seed);
    }

    double noise() {
        return 2 * random.nextGaussian();
    }

    void declare(String state, Optional<Duration> timeToLive) {
        declarations.add(new StateDeclaration(ID, state, "ValueState", "LongSerializer", timeToLive));
    }

    void forgetDeclarations() {
        declarations.clear();
    }

    void run(int seconds) {
        for (int end = second + seconds; second < end; second += 5) {
            step();
        }
    }

    /** Seconds until something is observed. */
    int firstObservation(int seconds) {
        for (int end = second + seconds; second < end; second += 5) {
            step();
            if (!observations().isEmpty()) {
                return second;
            }
        }
        return NEVER;
    }

    List<Observation> observations() {
        return rule.observations(tracker);
    }

    Judgement judgement() {
        JobReading reading = last;
        if (reading == null) {
            throw new IllegalStateException("run first");
        }
        return rule.judge(reading, tracker);
    }

    double severity() {
        return judgement().fold(Judgement.Known::severity, m -> Double.NaN, n -> Double.NaN);
    }

    private void step() {
        double bytes = size.applyAsDouble(second);
        history.add(0, checkpoint(bytes));
        if (history.size() > 10) {
            history.remove(10);
        }
        IntToDoubleFunction files = databaseSize;
        JobReading reading = reading(files == null ? bytes : files.applyAsDouble(second));
        last = reading;
        tracker.update(reading, List.of(load()), true);
    }

    private VertexLoad load() {
        OptionalDouble none = OptionalDouble.empty();
        return new VertexLoad(
                ID,
                "enrich",
                none,
                none,
                none,
                none,
                OptionalDouble.of(recordsPerSecond.applyAsDouble(second)),
                none,
                0);
    }

    private CheckpointSample checkpoint(double bytes) {
        return new CheckpointSample(
                second / 5 + 1,
                CheckpointSample.Kind.CHECKPOINT,
                CheckpointSample.Status.COMPLETED,
                false,
                START.plusSeconds(second),
                Optional.empty(),
                Optional.empty(),
                Math.round(bytes),
                0,
                0,
                0,
                1,
                1,
                false,
                Optional.empty(),
                Optional.empty(),
                List.of(new CheckpointSample.TaskSample(
                        ID,
                        1,
                        1,
                        List.of(),
                        Math.round(bytes),
                        0,
                        Math.round(inFlight.applyAsDouble(second)),
                        List.of(),
                        Optional.empty(),
                        Optional.empty())));
    }

    private JobReading reading(double databaseBytes) {
        Duration elapsed = Duration.ofSeconds(second);
        Topology topology = new Topology(List.of(new Topology.Vertex(ID, "enrich", 1, 128, List.of())));
        CheckpointSettings settings = new CheckpointSettings(
                STEP,
                Duration.ofMinutes(10),
                Duration.ZERO,
                0,
                false,
                Optional.empty(),
                Optional.empty(),
                1,
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new JobReading(
                new Tick(START.plus(elapsed), elapsed),
                new JobId("0".repeat(32)),
                "orders",
                new JobStatusReading(JobPhase.RUNNING, START, START, 1, 1, OptionalLong.empty()),
                topology,
                new CheckpointReading(
                        Optional.of(settings),
                        Optional.of(true),
                        history,
                        List.of(),
                        Optional.empty(),
                        Optional.empty()),
                List.of(),
                List.of(),
                List.of(state(databaseBytes)),
                List.of(),
                new Coverage(1, 1),
                RestartReading.UNKNOWN,
                declarations,
                List.of(),
                InsideEvidence.NONE);
    }

    private StateBackendReading state(double bytes) {
        OptionalLong none = OptionalLong.empty();
        return new StateBackendReading(
                new SubtaskId(ID, 0),
                name,
                OptionalLong.of(Math.round(keys.applyAsDouble(second))),
                OptionalLong.of(Math.round(bytes)),
                OptionalLong.of(0),
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
                none,
                none,
                none,
                none,
                none,
                none);
    }
}
