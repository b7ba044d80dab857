/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.bench;

import dev.flinkvitals.config.LimitsConfig;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.HealthModel;
import dev.flinkvitals.recorder.FlightRecorder;
import dev.flinkvitals.recorder.Outcome;
import dev.flinkvitals.recorder.RecordedEvent;
import dev.flinkvitals.recorder.RecordingException;
import dev.flinkvitals.recorder.RecordingFile;
import dev.flinkvitals.recorder.Replay;
import dev.flinkvitals.recorder.ReplayListener;
import dev.flinkvitals.recorder.ReplayResult;
import dev.flinkvitals.signals.JobReading;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One replay of half an hour of a job in trouble, from the bytes of the file on; each assessment is compared. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ReplayBenchmark {
    /** Three of each vertex. */
    static final int SUBTASKS = 24;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Duration HISTORY = Duration.ofMinutes(30);
    private static final long MEMORY_BYTES = 32 << 20;
    private static final ReplayListener NOBODY = new ReplayListener() {
        @Override
        public void cycle(JobReading reading, Assessment assessment, Outcome recorded, Check check) {}

        @Override
        public void event(RecordedEvent event) {}
    };

    private byte[] file = new byte[0];

    /** What JMH reports besides the time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Replayed {
        /** Replays. */
        public long replays;
        /** Seconds of the job that they covered. */
        public long seconds;
        /** Processor time that they took, nanoseconds. */
        public long cpuNanos;
    }

    /** Records the job. */
    @Setup
    public void record() {
        file = recorded();
    }

    /** A recording of the last half an hour. */
    static byte[] recorded() {
        SyntheticJob job = new SyntheticJob(SUBTASKS, true);
        HealthModel model = new HealthModel(AssessBenchmark.CONFIG);
        JobReading reading = job.next();
        try (FlightRecorder recorder =
                new FlightRecorder(HISTORY, MEMORY_BYTES, "benchmark", Map.of(), Optional.empty())) {
            recorder.begin(reading.id(), reading.name(), model, reading.tick().elapsed());
            for (int i = 0; i < 2 * AssessBenchmark.WARM_CYCLES; i++) {
                recorder.cycle(reading, model.assess(reading), model);
                reading = job.next();
            }
            return recorder.recording(reading.id(), "benchmark", Instant.EPOCH)
                    .orElseThrow()
                    .toBytes();
        }
    }

    /**
     * Replays it.
     *
     * @param replayed counts what was covered
     * @return what came of it
     * @throws RecordingException if the recording cannot be read
     */
    @Benchmark
    public ReplayResult replay(Replayed replayed) throws RecordingException {
        long before = THREADS.getCurrentThreadCpuTime();
        ReplayResult result = replay(file);
        replayed.cpuNanos += THREADS.getCurrentThreadCpuTime() - before;
        replayed.replays++;
        replayed.seconds += result.cycles() * SyntheticJob.INTERVAL.toSeconds();
        return result;
    }

    static ReplayResult replay(byte[] file) throws RecordingException {
        return Replay.asRecorded(RecordingFile.open(file), AssessBenchmark.CONFIG, LimitsConfig.NONE)
                .run(NOBODY);
    }
}
