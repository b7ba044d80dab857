/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import dev.flinkvitals.breaker.Past;
import dev.flinkvitals.breaker.SnapshotBreaker;
import dev.flinkvitals.breaker.Surroundings;
import dev.flinkvitals.breaker.actors.ActorSettings;
import dev.flinkvitals.breaker.fleet.FleetGuard;
import dev.flinkvitals.breaker.fleet.FleetVerdict;
import dev.flinkvitals.breaker.ledger.JobPast;
import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.config.RetentionConfig;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.export.Event;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.Tick;
import dev.flinkvitals.snapshot.ledger.ActionLedger;
import dev.flinkvitals.snapshot.ledger.StopSwitch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the protections of all jobs of one leadership share: the ledger, the stop file, the one action at a time, and the guard
 * over jobs that are ill together. Used by the monitor's thread only.
 */
public final class ClusterProtection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterProtection.class);

    private static final int MOST_GONE = 256;
    /** So long after the start of a leadership Flink may still be recovering the jobs of an earlier one. */
    static final Duration RECOVERY = Duration.ofMinutes(2);

    private final Settings settings;
    private final SnapshotPort port;
    private final LedgerGate ledger;
    private final StopSwitch stopped;
    private final Consumer<Event> events;
    private final RandomGenerator random;
    private final Retention retention;
    private final FleetGuard fleet = new FleetGuard();
    private final AtomicBoolean slot = new AtomicBoolean();
    private final Map<JobId, JobProtection> jobs = new LinkedHashMap<>();

    /**
     * Of jobs that are gone, the last. Flink's list may lack a job for a moment, and a protection that began anew would not know
     * what this leadership did for it.
     */
    private final Map<JobId, JobProtection> gone = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, JobProtection> eldest) {
            return size() > MOST_GONE;
        }
    };

    /** Of jobs that never came back, and of which an earlier leader left an action open. */
    private final List<JobProtection> orphans = new ArrayList<>();

    private boolean orphansKnown;
    /** Read by actions on their way as well. */
    private volatile Optional<Boolean> stop = Optional.empty();

    private Tick now;
    private final Set<JobProtection> troubled = new HashSet<>();
    private long troubles;

    /**
     * What was set.
     *
     * @param config what the breaker may do
     * @param health windows and horizon of the judgement
     * @param directory below which savepoints go; empty if none is configured
     * @param actors who else acts on jobs, as far as Flink's configuration tells
     * @param deployment name of the cluster in Kubernetes, if it runs there
     * @param retention how long our own savepoints are kept
     */
    public record Settings(
            SnapshotConfig config,
            HealthConfig health,
            Optional<String> directory,
            ActorSettings actors,
            Optional<String> deployment,
            RetentionConfig retention) {}

    /**
     * The protection of a cluster.
     *
     * @param settings what was set
     * @param port carries out
     * @param ledger where everything is written down; empty if no policy is active
     * @param stopped what stops all actions at once
     * @param events takes what is to be exported
     * @param random source of the jitter of back-offs
     * @param start when the leadership began
     */
    public ClusterProtection(
            Settings settings,
            SnapshotPort port,
            Optional<ActionLedger> ledger,
            StopSwitch stopped,
            Consumer<Event> events,
            RandomGenerator random,
            Tick start) {
        this.settings = settings;
        this.port = port;
        this.ledger = new LedgerGate(ledger);
        this.stopped = stopped;
        this.events = events;
        this.random = random;
        this.retention = new Retention(settings.retention(), settings.directory(), port);
        this.now = start;
    }

    /**
     * A cycle begins: asks for what is to be known later in it.
     *
     * @param tick when
     */
    public void begin(Tick tick) {
        now = tick;
        ledger.cycle(tick, isIdle());
        settleOrphans();
        Optional<Boolean> before = stop;
        stop = stopped.isSet(tick.elapsed());
        if (!stop.equals(before) && stop.isPresent() && (stop.get() || before.isPresent())) {
            LOG.warn(
                    "Flink Vitals: {}",
                    stop.get() ? "the stop file is there: nothing is triggered" : "the stop file is gone");
        }
    }

    /** A job that was cancelled while nobody led has no protection, and what was under way for it has its end all the same. */
    private void settleOrphans() {
        if (!orphansKnown && ledger.past().isPresent() && now.elapsed().compareTo(RECOVERY) >= 0) {
            orphansKnown = true;
            ledger.past().get().jobs().forEach((job, past) -> {
                if (!past.unresolved().isEmpty() && !jobs.containsKey(job) && !gone.containsKey(job)) {
                    JobProtection orphan = protection(job, past.jobName());
                    gone.put(job, orphan);
                    orphans.add(orphan);
                }
            });
        }
        orphans.removeIf(orphan -> orphan.settle(now));
    }

    private boolean isIdle() {
        return !slot.get()
                && port.isLeader()
                && Stream.concat(jobs.values().stream(), gone.values().stream()).noneMatch(JobProtection::isFlying);
    }

    /**
     * The protection of a job.
     *
     * @param id the job
     * @param name its name
     */
    public JobProtection job(JobId id, String name) {
        return jobs.computeIfAbsent(id, job -> {
            JobProtection known = gone.remove(job);
            return known == null ? protection(job, name) : known;
        });
    }

    private JobProtection protection(JobId job, String name) {
        return new JobProtection(job, this, new ProtectionLog(job, name, settings.config(), events), now.elapsed());
    }

    /**
     * The job is gone; its protection may still have to be settled. Should the job show up again, it goes on where it stopped:
     * what the ledger told at the beginning does not tell what was done since.
     */
    public void forget(JobId job) {
        JobProtection protection = jobs.remove(job);
        if (protection != null) {
            troubled.remove(protection);
            gone.put(job, protection);
        }
        fleet.forget(job);
    }

    /** All jobs were observed: decides for each of them. */
    public void decide() {
        Collection<JobProtection> all = jobs.values();
        jobs.forEach((job, protection) -> fleet.observe(job, protection.ill(), now));
        FleetVerdict verdict = fleet.verdict(all.size(), now);
        if (fleet.takeAlert()) {
            LOG.warn("Flink Vitals: {}", verdict.evidence());
            events.accept(BreakerEvents.fleetHeld(now, verdict));
        }
        all.forEach(protection -> decide(protection, verdict));
        retention.cycle(now, ledger.past(), jobs.keySet()).ifPresent(this::deleted);
        ledger.flush(now);
    }

    private void deleted(Retention.Deleted deleted) {
        JobProtection protection = jobs.get(deleted.job());
        JobFacts facts =
                protection == null ? new JobFacts(deleted.job(), "", ledger, JobPast.NONE) : protection.facts();
        facts.deleted(now.at(), deleted.path(), deleted.reason());
    }

    /** What is wrong with one job must not cost the others their protection. */
    private void decide(JobProtection protection, FleetVerdict verdict) {
        try {
            protection.decide(verdict);
            troubled.remove(protection);
        } catch (RuntimeException | LinkageError e) {
            troubles++;
            if (troubled.add(protection)) {
                LOG.warn(
                        "Flink Vitals could not decide for job {}",
                        protection.log().jobName(),
                        e);
            }
        }
    }

    Retention retention() {
        return retention;
    }

    /** How often no decision could be made for a job because something was wrong with the agent itself. */
    public long troubles() {
        return troubles;
    }

    SnapshotConfig config() {
        return settings.config();
    }

    Optional<String> directory() {
        return settings.directory();
    }

    Optional<String> deployment() {
        return settings.deployment();
    }

    ActorSettings actors() {
        return settings.actors();
    }

    SnapshotPort port() {
        return port;
    }

    LedgerGate ledger() {
        return ledger;
    }

    SnapshotBreaker breaker(Past past, Tick tick) {
        return new SnapshotBreaker(settings.config(), settings.health(), random, past, tick);
    }

    /** Whether nothing stops all actions, as far as the last look tells. From any thread. */
    boolean isFree() {
        return stop.equals(Optional.of(false));
    }

    /** What holds any job's action now. */
    Surroundings surroundings(FleetVerdict verdict) {
        return new Surroundings(Optional.of(slot.get()), stop, ledger.state(), Optional.of(verdict));
    }

    /** Takes the one action at a time; false if another job has it. */
    boolean takeSlot() {
        return slot.compareAndSet(false, true);
    }

    /** From any thread. */
    void freeSlot() {
        slot.set(false);
    }

    /**
     * The leadership ends.
     *
     * @param tick when
     */
    public void stop(Tick tick) {
        jobs.values().forEach(protection -> protection.stop(tick));
    }

    @Override
    public void close() {
        ledger.close();
        stopped.close();
    }
}
