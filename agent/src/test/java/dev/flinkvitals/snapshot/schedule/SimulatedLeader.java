/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.schedule;

import dev.flinkvitals.breaker.actors.ActorSettings;
import dev.flinkvitals.breaker.schedule.RandomConfig;
import dev.flinkvitals.breaker.schedule.SimulatedJob;
import dev.flinkvitals.config.RetentionConfig;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.signals.Tick;
import dev.flinkvitals.snapshot.ClusterProtection;
import dev.flinkvitals.snapshot.JobProtection;
import dev.flinkvitals.snapshot.ledger.StopSwitch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One JobManager that leads, or once led and may not know better. Not thread safe. */
final class SimulatedLeader {
    static final String DIRECTORY = "s3://bucket/savepoints";

    private final int number;
    private final SimulatedTime time;
    private final SimulatedTime.Host process = new SimulatedTime.Host();
    private final TrueBooks books;
    private final ClusterProtection cluster;
    private final @Nullable SimulatedLedger ledger;
    private final Duration origin;
    private final Duration skew;
    private final List<JobProtection> leftovers = new ArrayList<>();
    private Optional<Boolean> stop = Optional.empty();
    private boolean believes = true;
    private Duration coordinatesUntil = Duration.ofDays(1_000);

    /** What a leader lives in. */
    record World(
            SimulatedTime time, SimulatedDisk disk, SimulatedFlink flink, TrueBooks books, SnapshotConfig config) {}

    private final class Switch implements StopSwitch {
        @Override
        public Optional<Boolean> isSet(Duration elapsed) {
            return stop;
        }

        @Override
        public void close() {}
    }

    SimulatedLeader(int number, World world, Duration skew, Runnable between, long seed) {
        this.number = number;
        this.time = world.time();
        this.books = world.books();
        this.origin = time.now();
        this.skew = skew;
        boolean writes = world.config().highest() == SnapshotConfig.Mode.ACTIVE;
        this.ledger = writes
                ? new SimulatedLedger(
                        time,
                        process,
                        world.disk(),
                        "%012x".formatted(number),
                        between,
                        fact -> books.claims(this, fact),
                        by -> books.leads(number))
                : null;
        this.cluster = new ClusterProtection(
                new ClusterProtection.Settings(
                        world.config(),
                        RandomConfig.HEALTH,
                        Optional.of(DIRECTORY),
                        ActorSettings.NONE,
                        Optional.empty(),
                        RetentionConfig.NONE),
                world.flink().new Port(this),
                Optional.ofNullable(ledger),
                new Switch(),
                event -> {},
                new SplittableRandom(seed),
                new Tick(SimulatedJob.START.plus(time.now()).plus(skew), Duration.ZERO));
    }

    int number() {
        return number;
    }

    SimulatedTime.Host process() {
        return process;
    }

    Optional<SimulatedLedger> ledger() {
        return Optional.ofNullable(ledger);
    }

    Optional<Boolean> stop() {
        return stop;
    }

    /** Whether it takes itself for the leader. */
    boolean believes() {
        return believes && !process.isGone();
    }

    /** Whether its JobMasters still reach the jobs. */
    boolean coordinates() {
        return !process.isGone() && time.now().compareTo(coordinatesUntil) < 0;
    }

    /** Another one leads, and this one does not know yet. */
    void depose(Duration coordinates) {
        coordinatesUntil = time.now().plus(coordinates);
    }

    /** Its leadership ends in good order. */
    void revoke() {
        believes = false;
        coordinatesUntil = time.now();
        cluster.stop(tick());
        cluster.close();
        if (ledger == null) {
            process.kill();
        }
    }

    /** It is killed in the middle of whatever it does. */
    void kill() {
        believes = false;
        if (ledger == null) {
            process.kill();
        } else {
            ledger.die();
        }
    }

    private Tick tick() {
        return new Tick(
                SimulatedJob.START.plus(time.now()).plus(skew), time.now().minus(origin));
    }

    /** The job is not to be seen any more, for now. */
    void lose(SimulatedJob job) {
        JobProtection gone = cluster.job(job.id, "orders");
        cluster.forget(job.id);
        leftovers.add(gone);
    }

    /**
     * One cycle.
     *
     * @param seen jobs that could be read
     * @param stopFile what its look at the stop file found
     */
    void cycle(List<SimulatedJob> seen, Optional<Boolean> stopFile) {
        if (process.isGone() || time.isPaused(process)) {
            return;
        }
        stop = stopFile;
        Tick tick = tick();
        cluster.begin(tick);
        for (SimulatedJob job : seen) {
            job.origin = origin;
            job.skew = skew;
            try {
                cluster.job(job.id, "orders").observe(job.assessment(), job.reading());
            } catch (RuntimeException e) {
                books.violation("observing throws " + e);
            }
        }
        leftovers.removeIf(left -> left.settle(tick));
        cluster.decide();
        for (SimulatedJob job : seen) {
            job.origin = Duration.ZERO;
            job.skew = Duration.ZERO;
        }
    }

    void triggers(SimulatedFlink.Taken one) {
        books.triggers(this, one);
    }

    void ended(SimulatedFlink.Taken one) {
        books.ended(one);
    }

    /** What it last decided for a job, in words. */
    String lastDecision(SimulatedJob job) {
        return cluster.job(job.id, "orders").log().decisions().stream()
                .findFirst()
                .map(decision -> decision.outcome() + ", " + decision.reason())
                .orElse("none");
    }

    long troubles() {
        return cluster.troubles();
    }
}
