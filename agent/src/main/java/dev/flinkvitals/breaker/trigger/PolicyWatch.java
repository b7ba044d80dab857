/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.trigger;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.BreakerEvent;
import dev.flinkvitals.breaker.BreakerEvent.Kind;
import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.breaker.Wish;
import dev.flinkvitals.breaker.ledger.PastIncident;
import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.config.Policy;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Follows one policy on one job: its condition, its incidents, and what it wishes for. Not thread safe. */
public final class PolicyWatch {
    /** A forecast near its gate flickers; a savepoint for each flicker would be worse than none. */
    private static final int CALM_WINDOWS = 3;

    /** A forecast needs nine buckets, two of which raise it, and the open one counts for nothing yet; one to spare. */
    private static final int BUCKETS_TO_FORECAST = 13;

    /** Unbounded growth needs sixteen buckets, of three windows or a checkpoint interval with its jitter; one to spare. */
    private static final int BUCKETS_TO_GROW = 17;

    private static final int WINDOWS_OF_GROWTH = 3;
    private static final double STRETCHED_INTERVAL = 1.25;

    private final Policy policy;
    private final SnapshotConfig.Mode mode;
    private final HealthConfig health;
    private final Trigger trigger;
    private final Incident incident;
    private final FlapGuard flaps = new FlapGuard();
    private final HeldWindows windows = new HeldWindows();
    private Condition condition = Condition.UNKNOWN;
    private Optional<String> restored = Optional.empty();
    private Optional<Duration> start = Optional.empty();

    /**
     * Watches a policy.
     *
     * @param policy which
     * @param config what it may do
     * @param health windows and horizon
     */
    public PolicyWatch(Policy policy, SnapshotConfig config, HealthConfig health) {
        this.policy = policy;
        this.mode = config.mode(policy);
        this.health = health;
        this.trigger = switch (policy) {
            case EXPOSURE -> new ExposureTrigger(config.exposure());
            case MEMORY, DISK -> new ExhaustionTrigger(policy);
            case STATE -> new StateTrigger(health.forecastHorizon());
            case RESTART -> new RestartTrigger(config.exposure(), health.forecastHorizon());
        };
        // A completed checkpoint ends an exposure at once, and the next time is another incident.
        Duration calm =
                policy == Policy.EXPOSURE ? Duration.ZERO : health.window().multipliedBy(CALM_WINDOWS);
        this.incident = new Incident(policy, calm);
    }

    /** The policy. */
    public Policy policy() {
        return policy;
    }

    /** How far it goes. */
    public SnapshotConfig.Mode mode() {
        return mode;
    }

    /**
     * Goes on with an incident of the past, the oldest first.
     *
     * @param past the incident
     * @param covered whether another incident's action did for it as well
     * @param openedAt when it opened, on the clock of this breaker
     */
    public void restore(PastIncident past, boolean covered, Duration openedAt) {
        flaps.opened(openedAt);
        if (!past.over()) {
            boolean rehearsed = mode == SnapshotConfig.Mode.MONITOR && past.rehearsed();
            incident.restore(past.id(), past.settled() || covered || rehearsed);
            restored = Optional.of(past.id());
        }
    }

    /**
     * Looks at one cycle.
     *
     * @param assessment the job's health
     * @param reading what it was judged by
     * @param history how some of its numbers went
     * @param certain whether enough is known for incidents to begin and end
     * @param windowEnds whether a window ends with this cycle
     * @param events takes what happened
     */
    public void observe(
            Assessment assessment,
            JobReading reading,
            History history,
            boolean certain,
            boolean windowEnds,
            Consumer<BreakerEvent> events) {
        Tick tick = reading.tick();
        start = start.or(() -> Optional.of(tick.elapsed()));
        condition = trigger.look(assessment, reading, history.windows());
        if (certain) {
            if (condition instanceof Condition.Holds holds) {
                present(holds, tick, events);
            } else if (condition == Condition.CALM && knows(reading)) {
                absent(tick, events);
            }
            if (condition != Condition.UNKNOWN) {
                windows.see(condition instanceof Condition.Holds);
            }
        }
        if (windowEnds) {
            windows.close();
        }
    }

    /**
     * Whether it would be known by now if the incident of an earlier breaker lasted. The model of a new leader begins without
     * history: what it does not see yet is not over, and ended too early it would come back as another incident.
     */
    private boolean knows(JobReading reading) {
        return restored.isEmpty()
                || !restored.equals(incident.id())
                || reading.tick().elapsed().minus(start.orElseThrow()).compareTo(learning(reading)) >= 0;
    }

    private Duration learning(JobReading reading) {
        return switch (policy) {
            case EXPOSURE, RESTART -> Duration.ZERO;
            case MEMORY, DISK -> health.forecastBucket().multipliedBy(BUCKETS_TO_FORECAST);
            case STATE -> {
                Duration interval = reading.checkpoints()
                        .settings()
                        .map(CheckpointSettings::interval)
                        .map(length -> Times.times(length, STRETCHED_INTERVAL))
                        .orElse(Duration.ZERO);
                Duration windows = health.window().multipliedBy(WINDOWS_OF_GROWTH);
                yield Times.max(windows, interval).multipliedBy(BUCKETS_TO_GROW);
            }
        };
    }

    private void present(Condition.Holds holds, Tick tick, Consumer<BreakerEvent> events) {
        flaps.present();
        if (incident.present(tick)) {
            events.accept(event(tick, Kind.INCIDENT_OPENED, incident.id(), holds.reason()));
            if (flaps.opened(tick.elapsed())) {
                events.accept(
                        event(tick, Kind.FLAPPING, incident.id(), flapping().evidence()));
            }
        }
    }

    private void absent(Tick tick, Consumer<BreakerEvent> events) {
        flaps.absent(tick.elapsed());
        incident.absent(tick)
                .ifPresent(id -> events.accept(
                        event(tick, Kind.INCIDENT_OVER, Optional.of(id), "the condition does not hold any more")));
    }

    private BreakerEvent event(Tick tick, Kind kind, Optional<String> id, String text) {
        return new BreakerEvent(tick.at(), kind, mode, Action.of(policy), Optional.of(policy), id, text);
    }

    /** Whether the condition holds in this cycle, sustained or not, whatever its incident got. */
    public boolean ill() {
        return condition instanceof Condition.Holds;
    }

    /** What it wishes for in this cycle; empty if the condition does not hold or its incident got its action. */
    public Optional<Wish> wish(Assessment assessment) {
        if (!(condition instanceof Condition.Holds holds)) {
            return Optional.empty();
        }
        return incident.asks()
                .map(id -> new Wish(
                        assessment.job(),
                        policy,
                        Action.of(policy),
                        id,
                        holds.reason(),
                        holds.deadline(),
                        holds.place(),
                        new Wish.Support(holds.signals(), windows.count(), HeldWindows.LOOKED_AT)));
    }

    /** Whether the incident lasts and got no action yet. */
    public boolean asks(String incidentId) {
        return incident.asks().filter(incidentId::equals).isPresent();
    }

    /** The present incident, if there is one, got its action. */
    public void settle() {
        incident.settle();
    }

    /** Whether its incidents come and go. */
    public Check flapping() {
        return flaps.check(policy.label());
    }

    /** Nothing is looked at: the job has ended. */
    public void rest() {
        condition = Condition.UNKNOWN;
    }

    /** How some numbers of a job went, for the policies of that job. Not thread safe. */
    public static final class History {
        private final WindowHistory windows = new WindowHistory();

        /** A window ended. */
        public void mark(JobReading reading) {
            windows.mark(reading);
        }

        private WindowHistory windows() {
            return windows;
        }
    }
}
