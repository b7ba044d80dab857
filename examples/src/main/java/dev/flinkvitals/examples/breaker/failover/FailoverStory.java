/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.failover;

import dev.flinkvitals.examples.breaker.Comparison;
import dev.flinkvitals.examples.breaker.Site;
import dev.flinkvitals.examples.breaker.Site.RunningTally;
import dev.flinkvitals.examples.breaker.Stage;
import dev.flinkvitals.examples.breaker.failover.KillMoment.Sign;
import dev.flinkvitals.examples.breaker.job.Report;
import dev.flinkvitals.examples.breaker.job.TallySwitch;
import dev.flinkvitals.examples.cluster.FlinkCluster;
import dev.flinkvitals.examples.cluster.JobManagerNode;
import dev.flinkvitals.examples.parts.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** One job that leaks, one kill of the leader, and what became of the job's state. Not thread safe. */
final class FailoverStory {
    private static final Duration DECISION = Duration.ofMinutes(2);
    private static final Duration TAKE_OVER = Duration.ofSeconds(60);
    /** Until a savepoint that was under way counts as failed, and another one is taken. */
    private static final Duration PROTECTION = Duration.ofMinutes(3);
    /** From the restart of the job: until the new leader would act if it did not know of the first savepoint. */
    private static final Duration TEMPTATION = Duration.ofMinutes(1);

    private static final Duration RESTORE = Duration.ofSeconds(60);
    private static final long LOOK_NANOS = 300_000;
    private static final Set<String> RESULTS = Set.of("verified", "completed", "failed", "lost");

    private final FailoverSite place;
    private final Site site;
    private final FlinkCluster flink;
    private final Shelf shelf;
    private final LedgerFolder ledger;
    private final Kill kill;
    private final Consumer<String> say;
    private final Set<String> before;

    /**
     * A story.
     *
     * @param place where it happens
     * @param loader reads savepoints
     * @param kill when the leader is killed
     * @param say takes what happens, in words
     */
    FailoverStory(FailoverSite place, FlinkLoader loader, Kill kill, Consumer<String> say) {
        this.place = place;
        this.site = place.site();
        this.flink = site.flink();
        this.shelf = new Shelf(place.savepoints(), loader);
        this.ledger = new LedgerFolder(place.ledger());
        this.kill = kill;
        this.say = say;
        this.before = new HashSet<>(ledger.entries());
    }

    /** Plays it. */
    KillResult play() {
        RunningTally job = site.submit(Optional.empty());
        JobManagerNode leader = flink.leader();
        try {
            return play(job, leader);
        } finally {
            // Before the next one begins, whatever became of this one.
            leader.process().kill();
            site.set(TallySwitch.NATIVE_LEAK, 0);
            if (!flink.jobState(job.id()).equals("CANCELED")) {
                cancel(job);
            }
        }
    }

    private KillResult play(RunningTally job, JobManagerNode leader) {
        LeakPlan.begin(site, place.taskManager());
        await(job, kill.moment().from());
        delay(job);
        Sign seen = end(job, leader);
        long killed = System.nanoTime();
        flink.addJobManager();
        flink.waitForLeader(TAKE_OVER);
        flink.waitForRunning(job.id(), TAKE_OVER);
        double takenOver = Stage.secondsSince(killed);
        long running = System.nanoTime();
        if (leader.process().frozen()) {
            goOn(leader);
        }
        boolean early = shelf.first(job.id()).isPresent();
        Optional<Path> savepoint = protectedBy(job);
        double took = Stage.secondsSince(killed);
        if (early) {
            Stage.pause(Math.max(0, TEMPTATION.toMillis() - (long) (Stage.secondsSince(running) * 1000)));
        }
        int begun = shelf.begun(job.id()).size();
        int whole = shelf.whole(job.id()).size();
        Comparison own = Comparison.of(Report.read(job.report()), Site.KEYS);
        site.set(TallySwitch.NATIVE_LEAK, 0);
        cancel(job);
        KillResult result = new KillResult(
                kill, seen, takenOver, savepoint.map(path -> took), begun, whole, own, savepoint.map(this::restore));
        say.accept("kill " + kill.number() + ": " + result);
        return result;
    }

    /** Ends the leader, or at least its leadership. */
    private Sign end(RunningTally job, JobManagerNode leader) {
        boolean freezes = kill.moment() == KillMoment.FROZEN;
        if (freezes) {
            leader.process().freeze();
        } else {
            leader.process().kill();
        }
        Sign seen = seen(job);
        say.accept("kill " + kill + ": " + leader.process().name() + (freezes ? " stands still" : " is gone")
                + ", the last that was seen is " + seen.label());
        return seen;
    }

    /** It learns that it does not lead any more, and may not do what it was about to do. */
    private void goOn(JobManagerNode former) {
        former.process().thaw();
        Wait.until(
                "the end of the leadership of " + former.process().name(),
                TAKE_OVER,
                () -> Optional.of(former).filter(node -> !node.leads()),
                () -> "");
        say.accept("kill " + kill.number() + ": " + former.process().name() + " goes on, and does not lead any more");
    }

    private void cancel(RunningTally job) {
        flink.cancel(job.id());
        flink.jobs().waitForState(job.id(), "CANCELED", TAKE_OVER);
    }

    /** A whole savepoint whose result the ledger knows. */
    private Optional<Path> protectedBy(RunningTally job) {
        try {
            return Optional.of(Wait.until(
                    "a savepoint of job " + job.id(),
                    PROTECTION,
                    () -> shelf.first(job.id()).filter(path -> fresh("verified")),
                    () -> ""));
        } catch (IllegalStateException e) {
            return shelf.first(job.id());
        }
    }

    private Comparison restore(Path savepoint) {
        place.replaceTaskManager();
        RunningTally job = site.submit(Optional.of(savepoint.toString()));
        Wait.until(
                "a number of each key",
                RESTORE,
                () -> Optional.of(Report.read(job.report())).filter(lines -> lines.size() >= Site.KEYS),
                () -> Report.read(job.report()).size() + " keys had one");
        cancel(job);
        return Comparison.of(Report.read(job.report()), Site.KEYS);
    }

    private void await(RunningTally job, Sign sign) {
        long start = System.nanoTime();
        while (!isSeen(job, sign)) {
            if (Stage.secondsSince(start) > DECISION.toSeconds()) {
                throw new IllegalStateException(
                        sign + " was not seen within " + DECISION.toSeconds() + " s; " + refusals(job));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private String refusals(RunningTally job) {
        return site.breaker(job)
                .map(view -> view.decisions().stream()
                        .map(decision -> decision.outcome() + ": " + decision.reason())
                        .toList()
                        .toString())
                .orElse("the product does not answer");
    }

    private void delay(RunningTally job) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < kill.delay().toNanos()
                && kill.moment().before().filter(sign -> isSeen(job, sign)).isEmpty()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private boolean isSeen(RunningTally job, Sign sign) {
        return switch (sign) {
            case INCIDENT_OPENED -> fresh("incident_opened");
            case TRIGGERED -> fresh("triggered");
            case SAVEPOINT_BEGUN -> !shelf.begun(job.id()).isEmpty();
            case SAVEPOINT_WHOLE -> shelf.first(job.id()).isPresent();
            case RESULT -> RESULTS.stream().anyMatch(this::fresh);
        };
    }

    private boolean fresh(String kind) {
        return ledger.entries().stream()
                .filter(entry -> !before.contains(entry))
                .anyMatch(entry -> LedgerFolder.kind(entry).equals(kind));
    }

    private Sign seen(RunningTally job) {
        Sign last = Sign.INCIDENT_OPENED;
        for (Sign sign : Sign.values()) {
            last = isSeen(job, sign) ? sign : last;
        }
        return last;
    }
}
