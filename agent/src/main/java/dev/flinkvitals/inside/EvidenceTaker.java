/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.inside;

import dev.flinkvitals.config.EvidenceConfig;
import dev.flinkvitals.entry.Daemon;
import dev.flinkvitals.metrics.BusyProbe;
import dev.flinkvitals.metrics.VitalsReporter;
import dev.flinkvitals.signals.AttemptId;
import dev.flinkvitals.signals.EvidenceAnswer;
import dev.flinkvitals.signals.EvidenceCodec;
import dev.flinkvitals.signals.EvidenceRequest;
import dev.flinkvitals.signals.KeyGroupEvidence;
import dev.flinkvitals.signals.ThreadEvidence;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.flink.runtime.state.AbstractKeyedStateBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks inside the tasks of one TaskManager when the JobManager asks for it. A request is answered at once with what was found by
 * then, and begins new rounds as far as the bounds allow: two subtasks at a time, and each once per window. All of it
 * happens on one thread of our own, a sample at a time; the thread starts with the first request.
 */
public final class EvidenceTaker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EvidenceTaker.class);
    private static final int MOST_AT_A_TIME = 2;
    private static final int MOST_SUBJECTS = 64;
    /** What is not asked for any more is dropped after this many pauses. */
    private static final int KEPT_PAUSES = 10;

    private final TaskRegistry tasks;
    private final EvidenceConfig config;
    private final EvidencePace pace;
    private final EvidenceCounts counts;
    private final ScheduledExecutorService executor;
    private final InstantSource clock;
    private final Map<AttemptId, Looked> looked = new HashMap<>();

    /** What was found of one attempt, and what is being looked at. */
    private static final class Looked {
        final long beganNanos;
        int underWay;
        Optional<ThreadEvidence> thread = Optional.empty();
        Optional<KeyGroupEvidence> keyGroups = Optional.empty();

        Looked(long beganNanos) {
            this.beganNanos = beganNanos;
        }
    }

    /** One of the two samplers of a round. */
    private interface Sampler {
        void sample();

        void finish(Instant at);
    }

    /**
     * A taker that has looked at nothing.
     *
     * @param taskManagerId names its thread
     * @param tasks what runs in this JVM
     * @param config what may be looked at
     * @param window the health model's window, which sets the pace
     * @param counts counts the rounds
     */
    public EvidenceTaker(
            String taskManagerId, TaskRegistry tasks, EvidenceConfig config, Duration window, EvidenceCounts counts) {
        this.tasks = tasks;
        this.config = config;
        this.pace = EvidencePace.of(window);
        this.counts = counts;
        this.executor = Daemon.scheduler("inside-" + taskManagerId);
        this.clock = InstantSource.system();
    }

    /**
     * Answers a request.
     *
     * @param request encoded {@link EvidenceRequest}
     * @return encoded {@link EvidenceAnswer}; fails if the request cannot be read
     */
    public CompletableFuture<byte[]> answer(byte[] request) {
        try {
            return CompletableFuture.supplyAsync(
                    () -> EvidenceCodec.encode(answer(EvidenceCodec.decodeRequest(request))), executor);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private EvidenceAnswer answer(EvidenceRequest request) {
        long now = System.nanoTime();
        looked.values()
                .removeIf(old -> old.underWay == 0
                        && age(old, now) > KEPT_PAUSES * pace.pause().toNanos());
        List<EvidenceAnswer.Entry> entries = new ArrayList<>();
        request.subjects().stream().limit(MOST_SUBJECTS).forEach(subject -> {
            begin(subject, now);
            Looked found = looked.get(subject.attempt());
            if (found != null && (found.thread.isPresent() || found.keyGroups.isPresent())) {
                entries.add(new EvidenceAnswer.Entry(subject.attempt(), found.thread, found.keyGroups));
            }
        });
        return new EvidenceAnswer(entries);
    }

    private static long age(Looked looked, long now) {
        return now - looked.beganNanos;
    }

    private void begin(EvidenceRequest.Subject subject, long now) {
        AttemptId attempt = subject.attempt();
        Looked before = looked.get(attempt);
        long running = looked.values().stream().filter(l -> l.underWay > 0).count();
        if (running >= MOST_AT_A_TIME
                || (before != null && age(before, now) < pace.pause().toNanos())) {
            return;
        }
        tasks.find(attempt).ifPresent(task -> {
            Looked round = new Looked(now);
            if (before != null) {
                // Shown until there is something newer.
                round.thread = before.thread;
                round.keyGroups = before.keyGroups;
            }
            looked.put(attempt, round);
            Optional<BusyProbe> probe = probe(attempt);
            if (subject.thread() && config.threads()) {
                task.thread().ifPresent(thread -> lookAtThread(attempt, thread, probe, round));
            }
            if (subject.keyGroups() && config.keyGroups()) {
                lookAtKeyGroups(task, probe, round);
            }
        });
    }

    private static Optional<BusyProbe> probe(AttemptId attempt) {
        return VitalsReporter.live().stream()
                .flatMap(reporter -> BusyProbe.of(reporter.index(), attempt).stream())
                .findFirst();
    }

    private void lookAtThread(AttemptId attempt, Thread thread, Optional<BusyProbe> probe, Looked round) {
        StackSampler sampler = new StackSampler(thread, StackSampler.fetcherOf(thread), busy(probe, thread));
        counts.countThread();
        run(round, pace.threadPeriod(), pace.threadSamples(), new Sampler() {
            @Override
            public void sample() {
                sampler.sample();
            }

            @Override
            public void finish(Instant at) {
                round.thread = Optional.of(sampler.evidence(attempt.subtask(), at));
            }
        });
    }

    private void lookAtKeyGroups(RunningTask task, Optional<BusyProbe> probe, Looked round) {
        List<KeyGroupSampler.Operator> operators =
                task.backends().stream().map(EvidenceTaker::operator).toList();
        Optional<Thread> thread = task.thread();
        if (operators.isEmpty() || thread.isEmpty()) {
            return;
        }
        KeyGroupSampler sampler = new KeyGroupSampler(operators, busy(probe, thread.get()));
        counts.countKeyGroups();
        run(round, pace.keyGroupPeriod(), pace.keyGroupSamples(), new Sampler() {
            @Override
            public void sample() {
                sampler.sample();
            }

            @Override
            public void finish(Instant at) {
                round.keyGroups = sampler.evidence(task.attempt().subtask(), at);
            }
        });
    }

    private static KeyGroupSampler.Operator operator(AbstractKeyedStateBackend<?> backend) {
        return new KeyGroupSampler.Operator(
                backend::getCurrentKeyGroupIndex,
                backend.getKeyGroupRange().getStartKeyGroup(),
                backend.getKeyGroupRange().getEndKeyGroup());
    }

    /** Without Flink's timers a thread that can run passes for busy. */
    private static BooleanSupplier busy(Optional<BusyProbe> probe, Thread thread) {
        return probe.<BooleanSupplier>map(p -> p::isBusy).orElse(() -> thread.getState() == Thread.State.RUNNABLE);
    }

    private void run(Looked round, Duration period, int times, Sampler sampler) {
        round.underWay++;
        step(round, period, times, sampler);
    }

    private void step(Looked round, Duration period, int left, Sampler sampler) {
        boolean goesOn = false;
        try {
            sampler.sample();
            if (left > 1) {
                executor.schedule(() -> step(round, period, left - 1, sampler), period.toNanos(), TimeUnit.NANOSECONDS);
                goesOn = true;
            } else {
                sampler.finish(clock.instant());
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.debug("Flink Vitals could not look inside a task; Flink is not affected", e);
        } finally {
            if (!goesOn) {
                round.underWay--;
            }
        }
    }

    /** Returns at once; rounds that are under way end without a result. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
