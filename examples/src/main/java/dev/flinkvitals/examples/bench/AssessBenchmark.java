/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.bench;

import com.sun.management.ThreadMXBean;
import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.HealthModel;
import dev.flinkvitals.signals.JobReading;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One judgement of a job whose windows are full: the average over cycles, those in which a window ends included. The readings
 * are made before each one and are not part of it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class AssessBenchmark {
    /** The product's defaults. */
    static final HealthConfig CONFIG = new HealthConfig(
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(15));

    /** Half an hour: windows, trends and forecasts know what they will ever know. */
    static final int WARM_CYCLES = 180;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Param({"1000", "10000"})
    int subtasks;

    @Param("false")
    boolean troubled;

    private @Nullable SyntheticJob job;
    private @Nullable HealthModel model;
    private @Nullable JobReading reading;

    /** What JMH reports besides the time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Cost {
        /** Judgements. */
        public long assessments;
        /** Processor time that they took, nanoseconds: on a machine that does something else too, less than the time. */
        public long cpuNanos;
        /** Bytes that they allocated. */
        public long allocatedBytes;
    }

    /** Fills the windows. */
    @Setup(Level.Trial)
    public void warmUp() {
        job = new SyntheticJob(subtasks, troubled);
        model = new HealthModel(CONFIG);
        for (int i = 0; i < WARM_CYCLES; i++) {
            model.assess(job.next());
        }
    }

    /** Makes the readings of the next cycle. */
    @Setup(Level.Invocation)
    public void read() {
        reading = Objects.requireNonNull(job).next();
    }

    /**
     * Judges them.
     *
     * @param cost counts what it took
     * @return the judgement, so that it is not optimised away
     */
    @Benchmark
    public Assessment assess(Cost cost) {
        long cpuBefore = THREADS.getCurrentThreadCpuTime();
        long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
        Assessment assessment = Objects.requireNonNull(model).assess(Objects.requireNonNull(reading));
        cost.allocatedBytes += THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
        cost.cpuNanos += THREADS.getCurrentThreadCpuTime() - cpuBefore;
        cost.assessments++;
        return assessment;
    }
}
