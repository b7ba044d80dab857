/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.schedule;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.PreflightEvidence.CanaryResult;
import dev.flinkvitals.breaker.schedule.SimulatedJob;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.snapshot.SavepointDeleter;
import dev.flinkvitals.snapshot.SnapshotPort;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * What Flink does: it takes snapshots that complete, fail, or are given up after its timeout; the answers come, come late, or
 * are lost. Snapshots end with the JobManager that coordinates them, and with the job's attempt. Not thread safe.
 */
final class SimulatedFlink {
    static final Duration ASK_TIMEOUT = Duration.ofSeconds(5);

    /** Flink's own timeout, as the jobs' settings tell. */
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private final SimulatedTime time;
    private final Random random;
    private final List<SimulatedJob> jobs;
    private final List<Taken> taken = new ArrayList<>();
    private boolean fine;

    /** What became of something that was triggered. */
    enum State {
        RUNNING,
        COMPLETED,
        FAILED
    }

    /** Something that Flink was told to do. */
    static final class Taken {
        final SimulatedLeader by;
        final SimulatedJob job;
        final Action action;
        final String directory;
        final Duration at;
        final long attempt;
        State state = State.RUNNING;
        /** Whether whoever triggered it still waits for an answer. */
        boolean awaited = true;

        Taken(SimulatedLeader by, SimulatedJob job, Action action, String directory, Duration at) {
            this.by = by;
            this.job = job;
            this.action = action;
            this.directory = directory;
            this.at = at;
            this.attempt = job.restarts;
        }
    }

    SimulatedFlink(SimulatedTime time, Random random, List<SimulatedJob> jobs) {
        this.time = time;
        this.random = random;
        this.jobs = jobs;
    }

    /** From now on nothing goes wrong. */
    void heal() {
        fine = true;
    }

    List<Taken> taken() {
        return taken;
    }

    /** A JobManager is gone, and what it coordinated; unless its last deed was to complete it. */
    void ended(SimulatedLeader leader) {
        for (Taken one : taken) {
            if (one.by == leader && one.state == State.RUNNING) {
                one.state = random.nextInt(4) == 0 ? State.COMPLETED : State.FAILED;
            }
        }
    }

    private SimulatedJob job(JobId id) {
        return jobs.stream().filter(job -> job.id.equals(id)).findFirst().orElseThrow();
    }

    private boolean rarely(int oneIn) {
        return !fine && random.nextInt(oneIn) == 0;
    }

    /** Seconds, or what one waits for in vain. */
    private Duration delay(Duration atMost) {
        return rarely(15)
                ? Duration.ofMillis((long) (random.nextDouble() * 1.2 * atMost.toMillis()))
                : Duration.ofMillis(random.nextInt(1_000));
    }

    /** As one JobManager reaches it. */
    final class Port implements SnapshotPort {
        private final SimulatedLeader leader;

        Port(SimulatedLeader leader) {
            this.leader = leader;
        }

        @Override
        public CompletableFuture<SavepointDeleter.Result> delete(String path, String root, Duration timeout) {
            throw new IllegalStateException("nothing is to be deleted");
        }

        @Override
        public boolean isLeader() {
            return leader.believes();
        }

        @Override
        public CompletableFuture<Boolean> isUnchanged(JobId id, Instant since) {
            throwRarely();
            SimulatedJob job = job(id);
            Duration late = rarely(3) ? Duration.ofMillis(random.nextInt(5_500)) : delay(ASK_TIMEOUT);
            boolean old = rarely(10);
            boolean before = !job.since.isAfter(since);
            return time.answer(late, ASK_TIMEOUT, leader.process(), () -> {
                failRarely(20);
                // The job's part of the answer may be as old as the question.
                return leader.believes() && (old ? before : !job.since.isAfter(since));
            });
        }

        @Override
        public CompletableFuture<Long> checkpoint(JobId job, Duration timeout) {
            return trigger(Action.CHECKPOINT, job, "", timeout).thenApply(done -> 42L);
        }

        @Override
        public CompletableFuture<String> savepoint(JobId job, String directory, Duration timeout) {
            return trigger(Action.SAVEPOINT, job, directory, timeout).thenApply(done -> directory + "/savepoint-1");
        }

        @Override
        public CompletableFuture<Void> restart(JobId job, Optional<String> process, String reason) {
            return trigger(Action.RESTART, job, "", ASK_TIMEOUT).thenAccept(done -> {});
        }

        private CompletableFuture<Boolean> trigger(Action action, JobId id, String directory, Duration timeout) {
            throwRarely();
            if (!leader.coordinates() || rarely(20)) {
                return CompletableFuture.failedFuture(new IOException("planted: not triggered"));
            }
            Taken one = new Taken(leader, job(id), action, directory, time.now());
            leader.triggers(one);
            taken.add(one);
            Duration takes = action == Action.RESTART
                    ? Duration.ofMillis(200)
                    : fine ? Duration.ofSeconds(20) : Duration.ofSeconds(1 + random.nextInt(rarely(4) ? 660 : 120));
            boolean completes = fine || random.nextInt(4) != 0;
            boolean answers = !rarely(8);
            CompletableFuture<Boolean> answer = new CompletableFuture<>();
            time.in(takes, leader.process(), () -> {
                end(one, completes);
                if (answers) {
                    Duration late = delay(Duration.ofSeconds(30));
                    time.in(late, leader.process(), () -> {
                        if (one.state == State.COMPLETED) {
                            answer.complete(true);
                        } else {
                            answer.completeExceptionally(new IOException("planted: failed"));
                        }
                    });
                }
            });
            time.timeout(answer, timeout, leader.process());
            if (action == Action.SAVEPOINT && rarely(15)) {
                // The answer is lost at once, and not the savepoint.
                time.in(
                        takes.dividedBy(2),
                        leader.process(),
                        () -> answer.completeExceptionally(new IOException("planted: the connection is gone")));
            }
            return answer.whenComplete((done, error) -> one.awaited = false);
        }

        private void end(Taken one, boolean completes) {
            if (one.state != State.RUNNING) {
                return;
            }
            boolean inTime = time.now().minus(one.at).compareTo(TIMEOUT) <= 0;
            boolean same = one.job.restarts == one.attempt;
            one.state = completes && inTime && same && leader.coordinates() ? State.COMPLETED : State.FAILED;
            leader.ended(one);
        }

        @Override
        public CompletableFuture<Optional<String>> findSavepoint(String directory, Duration timeout) {
            throwRarely();
            return time.answer(delay(timeout), timeout, leader.process(), () -> {
                failRarely(8);
                return taken.stream()
                        .filter(one -> one.directory.equals(directory) && one.state == State.COMPLETED)
                        .findFirst()
                        .map(one -> directory + "/savepoint-1");
            });
        }

        @Override
        public CompletableFuture<List<String>> inspect(String path) {
            throwRarely();
            return time.answer(delay(ASK_TIMEOUT), ASK_TIMEOUT, leader.process(), () -> {
                failRarely(8);
                return List.of();
            });
        }

        @Override
        public CompletableFuture<CanaryResult> canary(String directory, Duration timeout) {
            throwRarely();
            boolean ok = !rarely(10);
            return time.answer(
                    delay(timeout),
                    timeout,
                    leader.process(),
                    () -> new CanaryResult(ok, Duration.ofMillis(200), "planted"));
        }

        private void throwRarely() {
            if (rarely(60)) {
                throw new IllegalStateException("planted: thrown");
            }
        }

        private void failRarely(int oneIn) throws IOException {
            if (rarely(oneIn)) {
                throw new IOException("planted: no answer");
            }
        }
    }
}
