/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.schedule;

import dev.flinkvitals.breaker.schedule.RandomConfig;
import dev.flinkvitals.breaker.schedule.SimulatedJob;
import dev.flinkvitals.breaker.schedule.Weather;
import dev.flinkvitals.config.Policy;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.health.exhaustion.Resource;
import dev.flinkvitals.signals.CheckpointSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * One random schedule: jobs that fall ill, fail and restart, JobManagers that act on them and lose their leadership in every
 * way, and at its end a calm day after which a job in danger has to be protected. Deterministic by its seed. Not thread safe.
 */
public final class ClusterSchedule {
    private static final Duration START = Duration.ofHours(1);
    /** Of a leader's work for the ledger: it hands over 64 entries at a time, and asks one question at a time. */
    private static final int MOST_WAITING = 70;

    private final long seed;
    private final Random random;
    private final SnapshotConfig config;
    private final SimulatedTime time = new SimulatedTime(START);
    private final List<SimulatedJob> jobs = new ArrayList<>();
    private final List<Weather> weathers = new ArrayList<>();
    /** For how many cycles a job is not to be seen, by its place in the list. */
    private final int[] unseen;

    private final SimulatedDisk disk;
    private final SimulatedFlink flink;
    private final TrueBooks books;
    private final SimulatedLeader.World world;
    private final List<SimulatedLeader> deposed = new ArrayList<>();
    /** To whom happens what happens to all. */
    private final SimulatedTime.Host nature = new SimulatedTime.Host();

    private SimulatedLeader leader;
    private int leaders;
    private boolean stopFile;
    private boolean interleaving;
    private boolean fine;

    /**
     * What a schedule came to.
     *
     * @param seed by which it can be repeated
     * @param actions what Flink was told to do, probes included
     * @param completed what of it completed
     * @param late what of it was triggered by a leader that was not the last one, in the race that no fencing closes
     * @param takeOvers how often another JobManager took over
     * @param rescued whether a job in danger was protected in the end; empty: no policy of the schedule could
     * @param violations promises that were broken, in words; empty is what is hoped for
     */
    public record Report(
            long seed,
            int actions,
            int completed,
            int late,
            int takeOvers,
            Optional<Boolean> rescued,
            List<String> violations) {}

    /** A schedule. */
    public ClusterSchedule(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.config = RandomConfig.draw(random);
        int count = 1 + random.nextInt(5);
        for (int i = 1; i <= count; i++) {
            SimulatedJob job = new SimulatedJob(i);
            job.elapsed = START;
            jobs.add(job);
            weathers.add(new Weather(job, random));
        }
        unseen = new int[count];
        disk = new SimulatedDisk(random);
        flink = new SimulatedFlink(time, random, jobs);
        books = new TrueBooks(time, disk, config, jobs);
        books.onEnd(this::ended);
        books.beforeClaims(this::strike);
        world = new SimulatedLeader.World(time, disk, flink, books, config);
        leader = lead();
    }

    private SimulatedLeader lead() {
        leaders++;
        return new SimulatedLeader(
                leaders, world, Duration.ofSeconds(random.nextInt(41) - 20), this::interleave, random.nextLong());
    }

    /** Another process is faster, between two accesses of this one to the storage. */
    private void interleave() {
        if (interleaving) {
            return;
        }
        interleaving = true;
        List<SimulatedLeader> others = new ArrayList<>(deposed);
        others.add(leader);
        others.get(random.nextInt(others.size())).ledger().ifPresent(SimulatedLedger::hurry);
        interleaving = false;
    }

    /** What a leader does takes some seconds; that is when the loss of its leadership hurts. */
    private void strike() {
        if (!fine && rarely(4)) {
            time.in(Duration.ofMillis(random.nextInt(rarely(3) ? 300_000 : 5_000)), nature, () -> {
                if (!fine) {
                    takeOver();
                    cycle(leader, jobs);
                }
            });
        }
        if (!fine && rarely(8)) {
            time.in(Duration.ofMillis(random.nextInt(8_000)), nature, () -> {
                stopFile = !fine;
                cycle(leader, jobs);
            });
        }
        if (!fine && rarely(12)) {
            SimulatedLeader victim = leader;
            time.in(
                    Duration.ofMillis(random.nextInt(8_000)),
                    nature,
                    () -> time.pause(victim.process(), Duration.ofSeconds(random.nextInt(180))));
        }
    }

    private Weather weather(SimulatedJob job) {
        return weathers.get(jobs.indexOf(job));
    }

    private void ended(SimulatedFlink.Taken one) {
        one.job.elapsed = time.now();
        if (one.state == SimulatedFlink.State.COMPLETED) {
            if (fine) {
                return;
            }
            weather(one.job).acted(one.action);
        } else {
            weather(one.job).failed(one.action);
        }
    }

    /** Lives through so many cycles of bad weather, and then through a calm day. */
    public Report run(int cycles) {
        for (int cycle = 0; cycle < cycles; cycle++) {
            cycle();
        }
        calmDown();
        Optional<Boolean> rescued = rescue();
        return new Report(
                seed,
                flink.taken().size(),
                (int) flink.taken().stream()
                        .filter(one -> one.state == SimulatedFlink.State.COMPLETED)
                        .count(),
                books.late(),
                leaders - 1,
                rescued,
                List.copyOf(books.violations()));
    }

    private void cycle() {
        time.pass(Duration.ofMillis(1_000L * (rarely(30) ? 60 + random.nextInt(600) : 5 + random.nextInt(40))));
        disk.change();
        stopFile = stopFile ? !rarely(10) : rarely(150);
        boolean common = rarely(60);
        for (SimulatedJob job : jobs) {
            job.elapsed = time.now();
            weather(job).change(common);
        }
        books.look();
        if (rarely(100)) {
            takeOver();
        }
        if (rarely(60)) {
            time.pause(leader.process(), Duration.ofSeconds(random.nextInt(180)));
        }
        deposed.removeIf(old -> {
            if (old.process().isGone()) {
                return true;
            }
            if (rarely(8)) {
                end(old);
                return true;
            }
            return false;
        });
        List<SimulatedJob> seen = seen();
        deposed.forEach(old -> cycle(old, seen));
        cycle(leader, seen);
    }

    private void cycle(SimulatedLeader one, List<SimulatedJob> seen) {
        one.cycle(seen, rarely(40) ? Optional.empty() : Optional.of(stopFile));
        if (one.troubles() > 0) {
            books.violation("something was wrong while deciding");
        }
        int waiting = one.ledger().map(SimulatedLedger::waiting).orElse(0);
        if (one.believes() && waiting > MOST_WAITING) {
            books.violation(waiting + " pieces of work wait for the ledger");
        }
    }

    private List<SimulatedJob> seen() {
        List<SimulatedJob> seen = new ArrayList<>();
        for (int i = 0; i < unseen.length; i++) {
            if (unseen[i] > 0) {
                unseen[i]--;
            } else if (rarely(200)) {
                unseen[i] = random.nextInt(8);
                leader.lose(jobs.get(i));
            } else if (!rarely(50)) {
                seen.add(jobs.get(i));
            }
        }
        return seen;
    }

    private void takeOver() {
        SimulatedLeader old = leader;
        switch (random.nextInt(4)) {
            case 0 -> old.kill();
            case 1 -> old.revoke();
            default -> {
                old.depose(Duration.ofSeconds(random.nextInt(90)));
                deposed.add(old);
            }
        }
        if (!old.coordinates()) {
            flink.ended(old);
        }
        if (!rarely(4)) {
            jobs.forEach(job -> job.restart(Optional.empty()));
        }
        leader = lead();
    }

    private void end(SimulatedLeader old) {
        if (random.nextBoolean()) {
            old.kill();
        } else {
            old.revoke();
        }
        flink.ended(old);
    }

    /** From here on nothing goes wrong, and for a day nothing happens. */
    private void calmDown() {
        fine = true;
        deposed.forEach(this::end);
        deposed.clear();
        if (random.nextBoolean()) {
            takeOver();
            deposed.forEach(this::end);
            deposed.clear();
        }
        disk.heal();
        flink.heal();
        stopFile = false;
        for (SimulatedJob job : jobs) {
            job.exposure = OptionalDouble.of(1);
            job.checkpointAge = Duration.ofMinutes(2);
            job.attribution = Optional.empty();
            job.forecasts = List.of();
            job.states = List.of();
            job.confidence = 1;
            job.statisticsKnown = true;
            job.sourceRate = OptionalDouble.of(100);
        }
        for (int i = 0; i < 3; i++) {
            pass(Duration.ofMinutes(10), Duration.ofMinutes(1));
            pass(Duration.ofHours(9), Duration.ofHours(9));
        }
        pass(Duration.ofMinutes(15), Duration.ofSeconds(30));
    }

    /** Puts a job into danger. */
    private Optional<Boolean> rescue() {
        List<Policy> possible = List.of(Policy.EXPOSURE, Policy.MEMORY, Policy.DISK).stream()
                .filter(policy -> config.mode(policy) == SnapshotConfig.Mode.ACTIVE)
                .toList();
        if (possible.isEmpty()) {
            return Optional.empty();
        }
        Policy policy = possible.get(random.nextInt(possible.size()));
        SimulatedJob job = jobs.get(random.nextInt(jobs.size()));
        switch (policy) {
            case EXPOSURE -> {
                job.exposure = OptionalDouble.of(2.5);
                job.checkpointAge = Duration.ofMinutes(6);
            }
            case MEMORY -> job.forecasts = List.of(SimulatedJob.forecast(Resource.HEAP, Duration.ofMinutes(20)));
            default -> job.forecasts = List.of(SimulatedJob.forecast(Resource.LOCAL_STATE, Duration.ofMinutes(20)));
        }
        Duration since = time.now();
        for (int i = 0; i < 60 && !books.protectedSince(job, policy, since); i++) {
            pass(Duration.ofSeconds(15), Duration.ofSeconds(15));
        }
        boolean rescued = books.protectedSince(job, policy, since);
        if (!rescued) {
            books.violation(policy.label() + " of job " + job.id
                    + " is not protected although all is well; last decision: " + leader.lastDecision(job));
        }
        return Optional.of(rescued);
    }

    private void pass(Duration all, Duration step) {
        for (Duration gone = Duration.ZERO; gone.compareTo(all) < 0; gone = gone.plus(step)) {
            time.pass(step);
            for (SimulatedJob job : jobs) {
                job.elapsed = time.now();
                job.checkpoint(CheckpointSample.Status.COMPLETED);
            }
            books.look();
            leader.cycle(jobs, Optional.of(false));
        }
    }

    private boolean rarely(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }
}
