/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.plant;

import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.HealthModel;
import dev.flinkvitals.health.SimulatedJob;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.Coverage;
import dev.flinkvitals.signals.InsideEvidence;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.JobPhase;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.JobStatusReading;
import dev.flinkvitals.signals.PartitionReading;
import dev.flinkvitals.signals.ProcessReading;
import dev.flinkvitals.signals.RestartReading;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.SubtaskReading;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;

/** Reads a simulated pipeline every second and lets the whole model judge it, with windows of 5 s and a lag target of 10 s. */
final class PipelineMonitor {
    static final HealthConfig CONFIG = new HealthConfig(
            Duration.ofSeconds(5),
            Duration.ofSeconds(3),
            Duration.ofMinutes(2),
            Duration.ofSeconds(10),
            Duration.ofMinutes(15));
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final SimulatedPipeline pipeline;
    final HealthModel model = new HealthModel(CONFIG);
    OptionalDouble gcShare = OptionalDouble.of(0.01);
    InsideEvidence inside = InsideEvidence.NONE;
    boolean reportsLag = true;
    /** A source's figure of what waits stops moving with its fetcher. */
    boolean frozenLag;

    int second;
    private double[] lastLag = new double[0];

    PipelineMonitor(SimulatedPipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** Runs for some seconds and shows each assessment. */
    Assessment run(int seconds, DoubleUnaryOperator arrival, Consumer<Assessment> each) {
        Assessment last = null;
        for (int s = 0; s < seconds; s++) {
            pass(1, arrival.applyAsDouble(second));
            last = model.assess(read());
            each.accept(last);
        }
        if (last == null) {
            throw new IllegalArgumentException("no second to run");
        }
        return last;
    }

    Assessment run(int seconds, double arrival) {
        return run(seconds, s -> arrival, a -> {});
    }

    /** Lets time pass that nobody watches. */
    void pass(int seconds, double arrival) {
        for (int step = 0; step < Math.round(seconds / SimulatedPipeline.STEP_SECONDS); step++) {
            pipeline.step(arrival);
        }
        second += seconds;
    }

    private JobReading read() {
        Instant now = START.plusSeconds(second);
        List<SubtaskReading> subtasks = new ArrayList<>();
        List<PartitionReading> partitions = new ArrayList<>();
        double[] lags = new double[64];
        int next = 0;
        for (SimulatedPipeline.Operator operator : pipeline.operators) {
            for (int i = 0; i < operator.parallelism; i++) {
                OptionalLong lag = OptionalLong.empty();
                if (operator.isSource() && reportsLag) {
                    lags[next] = frozenLag && next < lastLag.length ? lastLag[next] : operator.queue[i];
                    lag = OptionalLong.of(Math.round(lags[next++]));
                    partitions.add(new PartitionReading(
                            new SubtaskId(operator.id, i),
                            operator.name,
                            i,
                            OptionalLong.of(Math.round(operator.in[i])),
                            OptionalLong.empty(),
                            lag));
                }
                subtasks.add(subtask(operator, i, lag));
            }
        }
        lastLag = lags;
        return new JobReading(
                new Tick(now, Duration.ofSeconds(second)),
                new JobId("0".repeat(32)),
                "plant",
                new JobStatusReading(JobPhase.RUNNING, START, START, 10, 10, OptionalLong.of(0)),
                pipeline.topology(),
                new CheckpointReading(
                        Optional.of(SimulatedJob.settings("HashMapStateBackend", 3)),
                        Optional.of(true),
                        List.of(),
                        List.of(),
                        Optional.of(now.minusSeconds(5)),
                        Optional.empty()),
                subtasks,
                partitions,
                List.of(),
                List.of(process()),
                new Coverage(1, 1),
                RestartReading.UNKNOWN,
                List.of(),
                List.of(),
                inside);
    }

    private SubtaskReading subtask(SimulatedPipeline.Operator operator, int index, OptionalLong lag) {
        return new SubtaskReading(
                new SubtaskId(operator.id, index),
                1,
                second * 1000L,
                millis(operator.busy[index]),
                millis(operator.backPressured[index]),
                millis(operator.idle[index]),
                OptionalLong.of(Math.round(operator.in[index])),
                OptionalLong.of(Math.round(operator.out[index])),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                lag,
                "tm-1",
                millis(operator.busy[index] * operator.kappa),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    private ProcessReading process() {
        OptionalLong none = OptionalLong.empty();
        return new ProcessReading(
                "tm-1",
                second * 1000L,
                OptionalLong.of(100),
                OptionalLong.of(1000),
                gcShare,
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
                OptionalDouble.of(0.5));
    }

    private static OptionalLong millis(double seconds) {
        return OptionalLong.of(Math.round(seconds * 1000));
    }
}
