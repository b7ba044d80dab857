/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.schedule;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.ledger.LedgerFact;
import dev.flinkvitals.breaker.schedule.SimulatedJob;
import dev.flinkvitals.config.Policy;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.health.exhaustion.Resource;
import dev.flinkvitals.signals.JobId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What really happened at the simulated Flink, whoever did it, and whether it was allowed to. The rules:
 *
 * <ul>
 *   <li>no second action for an incident, nor within one unbroken spell of what the policy looks for, unless all before failed
 *       for certain;
 *   <li>one action at a time for each leader;
 *   <li>its trigger entry is in the ledger before, whole, and belongs to one trigger;
 *   <li>a leader triggers nothing unless it looked for later leaderships after its claim and found none, and that look is never
 *       older than the timeouts of the answers in between (plus the time for which the process itself was paused);
 *   <li>daily cap and minimum interval hold through all leaderships;
 *   <li>nothing by a policy that is not active, nothing on what is not known, nothing unless the last look at the stop file
 *       found none.
 * </ul>
 *
 * Not thread safe.
 */
final class TrueBooks {
    private static final Duration DAY = Duration.ofHours(24);
    /** Longest wait for the ledger and for Flink between the look for later leaders and the trigger. */
    private static final Duration LONGEST_RACE = Duration.ofSeconds(20).plus(SimulatedFlink.ASK_TIMEOUT);
    /** So much later than its claim another leader's trigger may come, and so much do their clocks differ. */
    private static final Duration RACE = Duration.ofMinutes(2);

    private final SimulatedTime time;
    private final SimulatedDisk disk;
    private final SnapshotConfig config;
    private final Map<JobId, SimulatedJob> jobs = new HashMap<>();
    private final Map<String, Integer> spells = new HashMap<>();
    private final List<Claimed> claims = new ArrayList<>();
    private final List<Done> done = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final List<Consumer<SimulatedFlink.Taken>> ends = new ArrayList<>();
    private Runnable onClaim = () -> {};
    private int newest;
    private int late;

    private record Claimed(SimulatedLeader by, LedgerFact fact, Duration at, Duration pausedBefore, int spell) {
        boolean isProbe() {
            return fact.detail(LedgerFact.PURPOSE).equals(Optional.of(LedgerFact.PROBE));
        }

        Policy policy() {
            return fact.policy().orElseThrow();
        }

        boolean sameNeed(Claimed other) {
            return fact.job().equals(other.fact.job())
                    && policy() == other.policy()
                    && (fact.incident().equals(other.fact.incident())
                            || (spell == other.spell && policy() != Policy.RESTART));
        }
    }

    private record Done(Claimed claim, SimulatedFlink.Taken taken) {}

    TrueBooks(SimulatedTime time, SimulatedDisk disk, SnapshotConfig config, List<SimulatedJob> all) {
        this.time = time;
        this.disk = disk;
        this.config = config;
        all.forEach(job -> jobs.put(job.id, job));
    }

    List<String> violations() {
        return violations;
    }

    void violation(String what) {
        violations.add(time.now() + ": " + what);
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            violation(otherwise);
        }
    }

    /** Looks at the truth of one cycle. */
    void look() {
        for (SimulatedJob job : jobs.values()) {
            end(job, Policy.EXPOSURE, job.exposure.orElse(0) >= config.exposure());
            end(job, Policy.MEMORY, runsOut(job, Resource.HEAP));
            end(job, Policy.DISK, runsOut(job, Resource.LOCAL_STATE));
            end(job, Policy.STATE, !job.states.isEmpty() && job.statisticsKnown);
        }
    }

    private static boolean runsOut(SimulatedJob job, Resource resource) {
        return job.forecasts.stream().anyMatch(forecast -> forecast.resource() == resource);
    }

    private void end(SimulatedJob job, Policy policy, boolean holds) {
        if (!holds) {
            spells.merge(job.id + "|" + policy, 1, Integer::sum);
        }
    }

    /** A leader decided, and is about to claim. */
    void claims(SimulatedLeader by, LedgerFact fact) {
        SimulatedJob job = jobs.get(fact.job().orElseThrow());
        Policy policy = fact.policy().orElseThrow();
        String who = "leader " + by.number() + ", " + fact.incident() + ": ";
        require(config.mode(policy) == SnapshotConfig.Mode.ACTIVE, who + "acts in mode " + config.mode(policy));
        require(by.stop().equals(Optional.of(false)), who + "acts while stopped, or not known to be free");
        require(by.believes(), who + "acts without leading");
        require(job != null && job.confidence >= 0.5 && job.statisticsKnown, who + "acts on what it does not know");
        require(waiting(by).isEmpty(), who + "acts beside another action");
        onClaim.run();
        int spell = spells.getOrDefault(fact.job().orElseThrow() + "|" + policy, 0);
        claims.add(new Claimed(by, fact, time.now(), by.process().paused(), spell));
    }

    private List<Done> waiting(SimulatedLeader by) {
        return done.stream()
                .filter(one -> one.taken().by == by && one.taken().awaited)
                .toList();
    }

    /** Flink was told, and does it. */
    void triggers(SimulatedLeader by, SimulatedFlink.Taken taken) {
        Optional<Claimed> claimed = claims.stream()
                .filter(claim -> claim.by() == by && claim.fact().job().equals(Optional.of(taken.job.id)))
                .reduce((before, last) -> last);
        String who = "leader " + by.number() + ", job " + taken.job.id + ", " + taken.action.label() + ": ";
        if (claimed.isEmpty()) {
            violation(who + "triggers without a claim");
            return;
        }
        Claimed claim = claimed.get();
        who += claim.fact().incident() + " " + claim.fact().attempt() + ": ";
        Action action =
                claim.isProbe() ? Action.CHECKPOINT : claim.fact().action().orElseThrow();
        require(action == taken.action, who + "triggers something else than it claimed");
        require(done.stream().noneMatch(one -> one.claim().equals(claim)), who + "triggers twice what it claimed once");
        require(waiting(by).isEmpty(), who + "triggers beside another action");
        require(by.stop().equals(Optional.of(false)), who + "triggers while stopped, or not known to be free");
        require(by.believes(), who + "triggers without leading");
        fencing(by, claim, who);
        budget(claim, who);
        if (!claim.isProbe()) {
            done.stream()
                    .filter(one -> !one.claim().isProbe() && one.claim().sameNeed(claim))
                    .filter(one -> one.taken().state != SimulatedFlink.State.FAILED)
                    .findFirst()
                    .ifPresent(one -> violation("duplicate: leader " + by.number() + " "
                            + claim.fact().incident() + " "
                            + claim.fact().attempt() + " after leader "
                            + one.claim().by().number() + " "
                            + one.claim().fact().incident() + " "
                            + one.claim().fact().attempt() + " of " + one.taken().at + ", " + one.taken().state));
        }
        done.add(new Done(claim, taken));
        if (newest > by.number()) {
            late++;
        }
    }

    /** A leadership began, as its entry in the ledger tells. */
    void leads(int number) {
        newest = Math.max(newest, number);
    }

    /** Triggers after another leadership had begun, in the race that no fencing closes. */
    int late() {
        return late;
    }

    /** Is told before something is claimed. */
    void beforeClaims(Runnable listener) {
        onClaim = listener;
    }

    private void fencing(SimulatedLeader by, Claimed claim, String who) {
        SimulatedLedger ledger = by.ledger().orElseThrow();
        require(
                disk.tells(ledger.leadership().orElseThrow().toString(), claim.fact()),
                who + "triggers what the ledger does not tell");
        Optional<Duration> looked = ledger.seenNewest().filter(at -> at.compareTo(claim.at()) >= 0);
        if (looked.isEmpty()) {
            violation(who + "triggers without a look for later leaders");
            return;
        }
        Duration paused = by.process().paused().minus(claim.pausedBefore());
        require(
                time.now().minus(looked.get()).minus(paused).compareTo(LONGEST_RACE) <= 0,
                who + "triggers " + time.now().minus(looked.get()) + " after it looked for later leaders");
    }

    private void budget(Claimed claim, String who) {
        List<Done> own = done.stream()
                .filter(one -> one.claim().fact().job().equals(claim.fact().job()))
                .toList();
        require(
                own.stream()
                                .filter(one ->
                                        claim.at().minus(one.claim().at()).compareTo(DAY.minus(RACE)) < 0)
                                .count()
                        < config.maxPerDay(),
                who + "more actions than a day allows");
        if (!claim.isProbe()) {
            for (Done one : own) {
                boolean self = one.claim().by() == claim.by();
                Duration gap = claim.at().minus(one.claim().at());
                boolean early = gap.plus(self ? Duration.ZERO : RACE).compareTo(config.minInterval()) < 0;
                require(
                        one.claim().isProbe() || !early,
                        who + gap + " after the last action, needs " + config.minInterval());
            }
        }
    }

    void ended(SimulatedFlink.Taken taken) {
        ends.forEach(end -> end.accept(taken));
    }

    /** Is told when something ends. */
    void onEnd(Consumer<SimulatedFlink.Taken> listener) {
        ends.add(listener);
    }

    /** What was triggered for a policy of a job since then, and did not fail. */
    boolean protectedSince(SimulatedJob job, Policy policy, Duration since) {
        return done.stream()
                .anyMatch(one -> one.taken().job == job
                        && !one.claim().isProbe()
                        && one.claim().policy() == policy
                        && one.taken().at.compareTo(since) >= 0
                        && one.taken().state == SimulatedFlink.State.COMPLETED);
    }
}
