/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.breaker.DecisionRecord;
import dev.flinkvitals.config.ConfigParser;
import dev.flinkvitals.config.RecorderConfig;
import dev.flinkvitals.export.Event;
import dev.flinkvitals.export.Metric;
import dev.flinkvitals.export.Point;
import dev.flinkvitals.export.PointSource;
import dev.flinkvitals.export.RateLimitedLog;
import dev.flinkvitals.export.VitalsVersion;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.HealthModel;
import dev.flinkvitals.recorder.DumpTriggers;
import dev.flinkvitals.recorder.FlightRecorder;
import dev.flinkvitals.recorder.RecordedEvent;
import dev.flinkvitals.recorder.Recording;
import dev.flinkvitals.recorder.RecordingDirectory;
import dev.flinkvitals.recorder.RecordingWriter;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.Tick;
import dev.flinkvitals.web.ViewStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the flight recorder from the monitor's cycles and has its recordings written. Nothing is thrown: a job that cannot be
 * recorded starts afresh in its next cycle. Used by the monitor's thread, but for {@link #points} and {@link #recording}.
 */
final class JobRecordings implements PointSource, ViewStore.Downloads, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobRecordings.class);
    private static final Duration LOG_PAUSE = Duration.ofMinutes(10);
    private static final Set<String> RECORDED_EVENTS =
            Set.of("flink.vitals.breaker.decision", "flink.vitals.snapshot.completed", "flink.vitals.snapshot.failed");

    private final RecorderConfig config;
    private final FlightRecorder recorder;
    private final RecordingWriter writer;
    private final InstantSource clock;
    private final RateLimitedLog warnings = new RateLimitedLog(LOG, LOG_PAUSE, System::nanoTime);
    private final AtomicLong failedCycles = new AtomicLong();
    private final Map<JobId, DumpTriggers> recorded = new HashMap<>();
    private final Set<JobId> decided = new HashSet<>();

    /**
     * Recordings.
     *
     * @param config what to keep; if recording is off, nothing happens here
     * @param directory where files go
     * @param settings what the live run is configured with, without secrets
     * @param savepointDirectory target of savepoints
     * @param clock stamps downloads
     */
    JobRecordings(
            RecorderConfig config,
            Path directory,
            Map<String, String> settings,
            Optional<String> savepointDirectory,
            InstantSource clock) {
        this.clock = clock;
        this.config = config;
        this.recorder = new FlightRecorder(
                config.history(),
                config.memoryBytes(),
                VitalsVersion.current(),
                settings,
                savepointDirectory.map(JobRecordings::withoutCredentials));
        this.writer = new RecordingWriter(new RecordingDirectory(directory, config.maxFiles(), config.maxFileBytes()));
    }

    /** The recordings of a JobManager. */
    static JobRecordings of(
            RecorderConfig config,
            Map<String, String> flink,
            Optional<String> savepointDirectory,
            InstantSource clock) {
        return new JobRecordings(
                config,
                RecorderDirectory.of(config.directory(), System.getenv(), System::getProperty),
                ConfigParser.plainSettings(flink),
                savepointDirectory,
                clock);
    }

    /** Before the first cycle of a job, and after one that was not recorded: the model is recorded as it is now. */
    void begin(JobId job, String name, HealthModel model, Tick tick) {
        guarded(job, () -> {
            recorder.begin(job, name, model, tick.elapsed());
            recorded.computeIfAbsent(job, id -> new DumpTriggers());
        });
    }

    /** Records a cycle, right after the model judged it. */
    void cycle(JobReading reading, Assessment assessment, HealthModel model) {
        if (recorded.containsKey(reading.id())) {
            guarded(reading.id(), () -> {
                recorder.cycle(reading, assessment, model);
                recorder.takeTrouble(reading.id())
                        .ifPresent(why -> warnings.warn(
                                "Flink Vitals could not record what its health model knows of job " + reading.id()
                                        + ", a replay may differ: " + why,
                                null));
            });
        } else {
            begin(reading.id(), reading.name(), model, reading.tick());
        }
    }

    /** At the end of a cycle: a file is written if something happened that is worth one. */
    void endCycle(JobReading reading, Assessment assessment) {
        DumpTriggers triggers = recorded.get(reading.id());
        boolean acted = decided.remove(reading.id());
        if (triggers != null) {
            guarded(
                    reading.id(),
                    () -> triggers.cycle(reading, assessment, acted)
                            .ifPresent(reason ->
                                    write(reading.id(), reason, reading.tick().at())));
        }
    }

    /** Records an event of the protection. */
    void event(Event event) {
        if (RECORDED_EVENTS.contains(event.name()) && event.attributes().get("job.id") instanceof String hex) {
            JobId job = new JobId(hex);
            if (!recorded.containsKey(job)) {
                return;
            }
            guarded(
                    job,
                    () -> recorder.event(
                            job, new RecordedEvent(event.at(), event.name(), withoutCredentials(event.body()))));
            Object outcome = event.attributes().get("outcome");
            if (outcome != null && !outcome.equals(DecisionRecord.Outcome.REFUSED.label())) {
                decided.add(job);
            }
        }
    }

    /** A job has failed for good: its last file is written. May be told again. */
    void failed(JobId job, Instant at) {
        if (recorded.containsKey(job)) {
            guarded(job, () -> write(job, "job-failed", at));
            gone(job);
        }
    }

    /** A job is gone. */
    void gone(JobId job) {
        recorder.forget(job);
        recorded.remove(job);
        decided.remove(job);
    }

    private void write(JobId job, String reason, Instant at) {
        recorder.recording(job, reason, at).ifPresent(writer::offer);
    }

    @Override
    public Optional<Recording> recording(JobId job) {
        return recorder.recordingNow(job, "request", clock.instant()).map(found -> found.newest(config.maxFileBytes()));
    }

    private void guarded(JobId job, Runnable work) {
        if (!config.enabled()) {
            return;
        }
        try {
            work.run();
        } catch (RuntimeException | LinkageError e) {
            failedCycles.incrementAndGet();
            warnings.warn("Flink Vitals could not record job " + job + "; it starts a new recording", e);
            gone(job);
        }
    }

    /** What stands before the at sign of a URI may be a password. */
    static String withoutCredentials(String text) {
        return text.replaceAll("://[^/@\\s]*@", "://");
    }

    @Override
    public List<Point> points() {
        if (!config.enabled()) {
            return List.of();
        }
        return List.of(
                new Point(Metric.AGENT_RECORDER_BYTES, recorder.bytes(), Map.of()),
                new Point(Metric.AGENT_RECORDER_FILES, writer.written(), Map.of("result", "written")),
                new Point(Metric.AGENT_RECORDER_FILES, writer.failed(), Map.of("result", "failed")),
                new Point(Metric.AGENT_RECORDER_DROPPED, recorder.droppedCycles() + failedCycles.get(), Map.of()));
    }

    /** After {@link #close}, for tests: whether all that waited was written in time. */
    boolean awaitWritten(Duration most) throws InterruptedException {
        return writer.awaitEnd(most);
    }

    @Override
    public void close() {
        recorder.close();
        writer.close();
    }
}
