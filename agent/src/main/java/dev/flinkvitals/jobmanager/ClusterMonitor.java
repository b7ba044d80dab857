/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.config.VitalsConfig;
import dev.flinkvitals.entry.Daemon;
import dev.flinkvitals.export.Event;
import dev.flinkvitals.hook.HookStates;
import dev.flinkvitals.metrics.ReadingCollector;
import dev.flinkvitals.metrics.VitalsReporter;
import dev.flinkvitals.process.ProcessSampler;
import dev.flinkvitals.signals.CheckpointFailure;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.ProcessReading;
import dev.flinkvitals.signals.TaskManagerDigest;
import dev.flinkvitals.signals.Tick;
import dev.flinkvitals.snapshot.ClusterProtection;
import dev.flinkvitals.snapshot.FlinkSnapshots;
import dev.flinkvitals.snapshot.JobProtection;
import dev.flinkvitals.web.ClusterView;
import dev.flinkvitals.web.ViewStore;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.dispatcher.Dispatcher;
import org.apache.flink.runtime.messages.webmonitor.JobDetails;
import org.apache.flink.runtime.rest.messages.taskmanager.TaskManagerInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of the leading JobManager: pull, assemble, judge, protect, show. It lives from {@code Dispatcher.onStart} to
 * {@code onStop}, on one thread of its own, and is the only place that reads clocks.
 */
public final class ClusterMonitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterMonitor.class);
    private static final long ANSWER_SECONDS = 6;

    private final VitalsConfig config;
    private final Map<String, String> flink;
    private final Optional<String> savepointDirectory;
    private final FlinkGateways gateways;
    private final TaskManagerPoller poller;
    private final EvidenceCollector evidence;
    private final CheckpointFailures failures;
    private final JobOperators operators;
    private final StorageSettings storage;
    private final HookStates hooks;
    private final FlinkSnapshots snapshots;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final AtomicBoolean leading = new AtomicBoolean(true);
    private final ClusterProtection protection;
    private final Map<JobId, JobTracker> trackers = new HashMap<>();

    /** Of jobs that are gone: a savepoint may have come to its end with the job, and has to be told all the more. */
    private final List<JobProtection> leftovers = new ArrayList<>();

    private final MonitorPoints points;
    private final JobRecordings recordings;
    private final ReadingCollector collector = new ReadingCollector();
    private final ProcessSampler process;
    private final ScheduledExecutorService executor = Daemon.scheduler("monitor");
    private final long startNanos;
    private @Nullable Future<?> loop;
    private final ExporterLink exporter;
    private ClusterView published = ClusterView.STANDBY;
    private boolean troubled;

    private ClusterMonitor(
            VitalsConfig config,
            Map<String, String> flink,
            FlinkGateways gateways,
            Hooked hooked,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.config = config;
        this.flink = flink;
        this.savepointDirectory = config.snapshots().directory().or(() -> StorageSettings.savepointDirectory(flink));
        this.storage = new StorageSettings(flink, savepointDirectory);
        this.operators = hooked.operators();
        this.gateways = gateways;
        this.poller = new TaskManagerPoller(gateways::agentAt, config.sampling().interval());
        this.evidence = new EvidenceCollector(config.evidence(), config.health().window(), poller::agentOf);
        this.failures = hooked.failures();
        this.hooks = hooked.states();
        this.snapshots = new FlinkSnapshots(gateways, leading::get);
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
        this.points = new MonitorPoints(failures);
        this.recordings = JobRecordings.of(config.recorder(), flink, savepointDirectory, clock);
        this.exporter = new ExporterLink(List.of(points, recordings));
        this.process = new ProcessSampler(config.limits(), flink);
        this.protection = ProtectionStart.of(config, flink, savepointDirectory, snapshots, this::emit, now());
    }

    /**
     * Starts the monitor of a Dispatcher.
     *
     * @param dispatcher the Dispatcher that just started
     * @param config our settings
     * @param flink Flink's configuration
     * @param hooked what the hooks tell
     * @return the running monitor
     */
    public static ClusterMonitor start(
            Dispatcher dispatcher, VitalsConfig config, Map<String, String> flink, Hooked hooked) {
        ClusterMonitor monitor = new ClusterMonitor(
                config,
                flink,
                FlinkGateways.of(dispatcher, hooked.jobMasters()),
                hooked,
                InstantSource.system(),
                System::nanoTime);
        hooked.failures().watch();
        if (config.page()) {
            ViewStore.enable(true);
            ViewStore.publish(monitor.recordings);
        }
        monitor.loop = monitor.executor.scheduleWithFixedDelay(
                monitor::runSafely, 0, config.sampling().interval().toMillis(), TimeUnit.MILLISECONDS);
        LOG.info(
                "Flink Vitals watches this cluster every {}, snapshots are in mode {}{}",
                config.sampling().interval(),
                config.snapshots().highest(),
                config.page() ? ", page at /vitals" : "");
        return monitor;
    }

    /** A job of this cycle; all are asked for their statistics at once. */
    private record Asked(JobDetails details, CompletableFuture<CheckpointStatsSnapshot> stats) {}

    private void runSafely() {
        try {
            runOnce();
            troubled = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable t) {
            // Leadership may be going, or Flink may be busy: the next cycle tells. One line until it works again.
            if (!troubled && leading.get()) {
                LOG.warn("Flink Vitals could not finish a cycle; Flink is not affected", t);
            }
            troubled = true;
        }
    }

    private void runOnce() throws InterruptedException, ExecutionException, TimeoutException {
        Tick tick = now();
        exporter.connect();
        protection.begin(tick);
        tellFailures(failures.drain());
        List<TaskManagerDigest> digests = digests(tick);
        evidence.take(tick.elapsed());
        ProcessReading jobManager =
                process.read(ProcessSampler.JOB_MANAGER, tick.elapsed().toMillis());

        Map<JobId, Asked> jobs = new HashMap<>();
        for (JobDetails details : await(gateways.jobs()).getJobs()) {
            JobId id = new JobId(details.getJobId().toString());
            if (details.getStatus() == JobStatus.FAILED) {
                recordings.failed(id, tick.at());
            }
            if (!details.getStatus().isGloballyTerminalState()) {
                jobs.put(id, new Asked(details, gateways.checkpointStats(id)));
            }
        }
        forgetAllBut(jobs.keySet(), tick);
        for (Map.Entry<JobId, Asked> job : jobs.entrySet()) {
            Asked asked = job.getValue();
            JobTracker tracker = tracker(job.getKey(), asked.details());
            try {
                cycle(tick, asked.details(), tracker, asked.stats(), digests, jobManager);
            } catch (RuntimeException | LinkageError e) {
                // One job, or a Flink that is other than expected, must not cost the rest of the cycle.
                tracker.failed(e);
            }
        }
        protection.decide();
        trackers.values().forEach(JobTracker::endCycle);
        evidence.ask();
        show(tick);
    }

    private Tick now() {
        // From 0 on: nanoTime may start anywhere, below 0 as well.
        return new Tick(clock.instant(), Duration.ofNanos(nanoTime.getAsLong() - startNanos));
    }

    private List<TaskManagerDigest> digests(Tick tick) throws InterruptedException {
        try {
            List<String> addresses = await(gateways.taskManagers()).stream()
                    .map(TaskManagerInfo::getAddress)
                    .toList();
            poller.poll(addresses, tick.elapsed());
        } catch (ExecutionException | TimeoutException e) {
            // No ResourceManager leads at present: the digests grow old, and the jobs' health turns unknown.
            LOG.debug("The TaskManagers could not be listed", e);
        }
        return poller.fresh(tick.elapsed());
    }

    private void forgetAllBut(Set<JobId> jobs, Tick tick) {
        trackers.values().stream()
                .filter(tracker -> !jobs.contains(tracker.id()))
                .forEach(tracker -> {
                    recordings.gone(tracker.id());
                    tracker.end(tick.at(), "the job is gone");
                    protection.forget(tracker.id());
                    leftovers.add(tracker.protection());
                });
        trackers.keySet().retainAll(jobs);
        evidence.forgetAllBut(jobs);
        leftovers.removeIf(left -> left.settle(tick));
    }

    private JobTracker tracker(JobId id, JobDetails details) {
        return trackers.computeIfAbsent(id, job -> {
            return new JobTracker(
                    job,
                    config,
                    flink,
                    protection.job(job, details.getJobName()),
                    storage,
                    new FindingEvents(job, details.getJobName(), this::emit),
                    recordings);
        });
    }

    private void cycle(
            Tick tick,
            JobDetails details,
            JobTracker tracker,
            CompletableFuture<CheckpointStatsSnapshot> stats,
            List<TaskManagerDigest> digests,
            ProcessReading jobManager)
            throws InterruptedException {
        long lastUpdate = details.getLastUpdateTime();
        try {
            if (tracker.needsGraph(lastUpdate, tick.elapsed())) {
                tracker.graph(await(gateways.executionGraph(tracker.id())), lastUpdate, tick.elapsed());
            }
        } catch (ExecutionException | TimeoutException | IOException | RuntimeException e) {
            LOG.debug("The graph of job {} could not be read", tracker.id(), e);
        }
        CheckpointReading checkpoints;
        try {
            checkpoints = tracker.checkpoints(await(stats), failures.of(tracker.id()));
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.debug("The checkpoint statistics of job {} could not be read", tracker.id(), e);
            checkpoints = CheckpointReading.UNKNOWN;
        }
        JobReading reading = ReadingAssembler.assemble(
                tick,
                details,
                tracker.topology(),
                checkpoints,
                digests,
                jobManager,
                poller.coverage(tick.elapsed()),
                restarts(tracker.id()),
                tracker.restarts(),
                operators.of(tracker.id()),
                evidence.of(tracker.id(), digests));
        evidence.want(tracker.cycle(reading), reading);
    }

    private OptionalLong restarts(JobId job) {
        for (VitalsReporter reporter : VitalsReporter.live()) {
            OptionalLong restarts = collector.restarts(reporter.index(), job);
            if (restarts.isPresent()) {
                return restarts;
            }
        }
        return OptionalLong.empty();
    }

    private void show(Tick tick) {
        List<ClusterView.JobView> views = trackers.values().stream()
                .flatMap(tracker -> tracker.view().stream())
                .sorted(Comparator.comparing(view -> view.assessment().jobName()))
                .toList();
        List<ClusterView.HookView> hookViews = hooks.all().stream()
                .map(hook -> new ClusterView.HookView(
                        hook.getKey().name(),
                        hook.getValue().state().label(),
                        hook.getValue().detail()))
                .toList();
        ClusterView view =
                new ClusterView(Optional.of(tick.at()), true, poller.coverage(tick.elapsed()), hookViews, views);
        points.show(
                view,
                trackers.values().stream()
                        .collect(Collectors.toMap(
                                JobTracker::id,
                                tracker -> tracker.protection().log().counts())));
        if (config.page() && leading.get()) {
            ViewStore.publish(view);
            published = view;
        }
    }

    private void tellFailures(List<Map.Entry<JobId, CheckpointFailure>> drained) {
        for (Map.Entry<JobId, CheckpointFailure> entry : drained) {
            JobTracker tracker = trackers.get(entry.getKey());
            emit(
                    tracker == null
                            ? MonitorEvents.checkpointFailed(entry.getKey(), Optional.empty(), entry.getValue())
                            : MonitorEvents.checkpointFailed(
                                    entry.getKey(),
                                    Optional.of(tracker.protection().log().jobName()),
                                    tracker.named(entry.getValue())));
        }
    }

    private void emit(Event event) {
        recordings.event(event);
        exporter.emit(event);
    }

    private static <T> T await(CompletableFuture<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    }

    /** Returns at once; the monitor's thread ends by itself after a last look at what is under way. */
    @Override
    public void close() {
        if (!leading.compareAndSet(true, false)) {
            return;
        }
        if (loop != null) {
            loop.cancel(true);
        }
        // On the monitor's own thread, so that nothing of this races with a cycle that is not over yet.
        executor.execute(this::finish);
        executor.shutdown();
    }

    private void finish() {
        try {
            tellFailures(failures.drain());
            Tick tick = now();
            trackers.values().forEach(tracker -> {
                tracker.end(tick.at(), "this JobManager no longer leads");
                tracker.protection().stop(tick);
            });
            leftovers.forEach(left -> left.stop(tick));
            LOG.info("Flink Vitals stopped watching: this JobManager no longer leads");
        } catch (Throwable t) {
            LOG.warn("Flink Vitals could not tell what was under way when it stopped", t);
        } finally {
            failures.unwatch();
            protection.close();
            snapshots.close();
            collector.close();
            process.close();
            exporter.disconnect();
            ViewStore.withdraw(published);
            ViewStore.withdraw(recordings);
            recordings.close();
        }
    }
}
