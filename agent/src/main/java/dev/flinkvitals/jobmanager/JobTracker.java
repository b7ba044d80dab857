/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.config.VitalsConfig;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.HealthModel;
import dev.flinkvitals.signals.CheckpointFailure;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.ProcessReading;
import dev.flinkvitals.signals.RestartReading;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.snapshot.JobProtection;
import dev.flinkvitals.web.ClusterView;
import dev.flinkvitals.web.InsideView;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.runtime.checkpoint.CheckpointStatsHistory;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.checkpoint.RestoredCheckpointStats;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.scheduler.ExecutionGraphInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the monitor remembers of one job between cycles: its graph, its last checkpoint, its health model and its protection.
 * Used by the monitor's thread only.
 */
final class JobTracker {
    private static final Logger LOG = LoggerFactory.getLogger(JobTracker.class);

    /** The execution graph costs the JobMaster work per subtask: it is read again on a change, else seldom. */
    private static final Duration GRAPH_VALID = Duration.ofSeconds(60);

    private final JobId id;
    private final HealthModel model;
    private final JobProtection protection;
    private final JobRecordings recordings;
    private final StorageSettings storage;
    private final FindingEvents findings;
    private final RestartReader restarts;

    private Optional<Duration> graphReadAt = Optional.empty();
    private long graphOfUpdate;
    private Topology topology = Topology.UNKNOWN;
    private Optional<CheckpointSettings> settings = Optional.empty();
    private Optional<Boolean> enabled = Optional.empty();
    private Optional<Instant> lastCompletedTrigger = Optional.empty();
    private Optional<ClusterView.JobView> view = Optional.empty();
    private Optional<Judged> judged = Optional.empty();
    private boolean troubled;
    private boolean recorded;

    private record Judged(Assessment assessment, JobReading reading) {}

    JobTracker(
            JobId id,
            VitalsConfig config,
            Map<String, String> flink,
            JobProtection protection,
            StorageSettings storage,
            FindingEvents findings,
            JobRecordings recordings) {
        this.id = id;
        this.storage = storage;
        this.model = new HealthModel(config.health(), config.limits());
        this.protection = protection;
        this.recordings = recordings;
        this.findings = findings;
        this.restarts = new RestartReader(flink);
    }

    JobId id() {
        return id;
    }

    /** What the last cycle showed; empty before the first. */
    Optional<ClusterView.JobView> view() {
        return view;
    }

    JobProtection protection() {
        return protection;
    }

    /**
     * The job is judged no more.
     *
     * @param at when
     * @param why in words
     */
    void end(Instant at, String why) {
        findings.end(at, why);
    }

    boolean needsGraph(long lastUpdateMillis, Duration elapsed) {
        return graphOfUpdate != lastUpdateMillis
                || graphReadAt
                        .map(at -> elapsed.minus(at).compareTo(GRAPH_VALID) > 0)
                        .orElse(true);
    }

    void graph(ExecutionGraphInfo info, long lastUpdateMillis, Duration elapsed) throws IOException {
        AccessExecutionGraph graph = info.getArchivedExecutionGraph();
        graphOfUpdate = lastUpdateMillis;
        graphReadAt = Optional.of(elapsed);
        settings = JobGraphReader.settings(graph);
        enabled = Optional.of(settings.isPresent());
        try {
            restarts.read(info);
        } catch (RuntimeException | LinkageError e) {
            LOG.debug("The restarts of job {} could not be read", id, e);
        }
        // The last: a plan that cannot be read costs neither the settings nor another request in each cycle.
        topology = JobGraphReader.topology(graph);
    }

    RestartReading restarts() {
        return restarts.reading();
    }

    Topology topology() {
        return topology;
    }

    /** The checkpoint part of a reading. */
    CheckpointReading checkpoints(CheckpointStatsSnapshot stats, List<CheckpointFailure> failures) {
        CheckpointStatsHistory history = stats.getHistory();
        List<CheckpointSample> samples = CheckpointHistoryReader.read(history, protection.log()::isOurs);
        CompletedCheckpointStats latest = history.getLatestCompletedCheckpoint();
        if (latest != null) {
            lastCompletedTrigger = Optional.of(Instant.ofEpochMilli(latest.getTriggerTimestamp()));
        }
        RestoredCheckpointStats restored = stats.getLatestRestoredCheckpoint();
        protection.restoredFrom(Optional.ofNullable(restored).map(RestoredCheckpointStats::getExternalPath));
        return new CheckpointReading(
                settings.map(s -> storage.complete(s, samples)),
                enabled,
                samples,
                failures.stream().map(this::named).toList(),
                lastCompletedTrigger,
                restored == null
                        ? Optional.empty()
                        : Optional.of(Instant.ofEpochMilli(restored.getRestoreTimestamp())));
    }

    /** The hook knows a vertex only by id; the graph has its name. */
    CheckpointFailure named(CheckpointFailure failure) {
        Optional<String> name = failure.vertex().flatMap(topology::vertex).map(Topology.Vertex::name);
        return new CheckpointFailure(
                failure.at(),
                failure.checkpointId(),
                failure.savepoint(),
                failure.reason(),
                failure.message(),
                failure.cause(),
                failure.vertex(),
                failure.subtask(),
                name);
    }

    /**
     * Judges; what is to be done about it is decided when all jobs were judged.
     *
     * @param reading everything that was measured
     * @return the judgement
     */
    Assessment cycle(JobReading reading) {
        Assessment assessment = assess(reading);
        findings.tell(assessment);
        protection.observe(assessment, reading);
        judged = Optional.of(new Judged(assessment, reading));
        troubled = false;
        return assessment;
    }

    /** It was decided what is to be done: keeps what is to be shown. Does nothing if the job was not judged in this cycle. */
    void endCycle() {
        judged.ifPresent(done -> show(done.assessment(), done.reading()));
        judged = Optional.empty();
    }

    private void show(Assessment assessment, JobReading reading) {
        recordings.endCycle(reading, assessment);
        view = Optional.of(new ClusterView.JobView(
                assessment,
                InsideView.of(reading),
                reading.checkpoints().failures(),
                protection.log().config(),
                protection.log().decisions(),
                protection.log().snapshots(),
                protection.log().transitions(),
                reading.processes().stream()
                        .sorted(Comparator.comparing(ProcessReading::processId))
                        .toList()));
    }

    private Assessment assess(JobReading reading) {
        if (!recorded) {
            recordings.begin(id, reading.name(), model, reading.tick());
            recorded = true;
        }
        Assessment assessment;
        try {
            assessment = model.assess(reading);
        } catch (RuntimeException e) {
            // The model may have taken a part of the reading.
            recorded = false;
            throw e;
        }
        recordings.cycle(reading, assessment, model);
        return assessment;
    }

    /**
     * The job could not be judged in this cycle: rather than an old judgement, none is shown.
     *
     * @param why said once until it works again
     */
    void failed(Throwable why) {
        view = Optional.empty();
        if (!troubled) {
            LOG.warn(
                    "Flink Vitals could not judge job {} ({}); Flink is not affected",
                    protection.log().jobName(),
                    id,
                    why);
        }
        troubled = true;
    }
}
