/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import dev.flinkvitals.breaker.Configs;
import dev.flinkvitals.breaker.DecisionRecord;
import dev.flinkvitals.breaker.DecisionRecord.Outcome;
import dev.flinkvitals.breaker.SnapshotRecord;
import dev.flinkvitals.breaker.actors.ActorSettings;
import dev.flinkvitals.breaker.ledger.EntryKind;
import dev.flinkvitals.breaker.ledger.LedgerFact;
import dev.flinkvitals.breaker.schedule.SimulatedJob;
import dev.flinkvitals.config.Policy;
import dev.flinkvitals.config.RetentionConfig;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.config.SnapshotConfig.Mode;
import dev.flinkvitals.export.Event;
import dev.flinkvitals.health.exhaustion.Resource;
import dev.flinkvitals.snapshot.ledger.StopSwitch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/** A cluster of one job or more, whose time passes in cycles of ten seconds, with a port, a ledger and a stop switch of the test. */
final class ProtectedJob {
    static final Duration CYCLE = Duration.ofSeconds(10);
    static final String DIRECTORY = "s3://bucket/savepoints";

    final RecordingPort port = new RecordingPort();
    final MemoryLedger ledger = new MemoryLedger();
    final List<Event> events = new ArrayList<>();
    final SimulatedJob job;
    final List<SimulatedJob> others = new ArrayList<>();
    Optional<Boolean> stopped = Optional.of(false);
    final ClusterProtection cluster;

    private final class Switch implements StopSwitch {
        @Override
        public Optional<Boolean> isSet(Duration elapsed) {
            return stopped;
        }

        @Override
        public void close() {}
    }

    /** With every policy in the given mode. */
    ProtectedJob(Mode mode) {
        this(mode, new SimulatedJob(1));
    }

    /** Another JobManager takes over the job. */
    ProtectedJob(Mode mode, SimulatedJob job) {
        this(mode, job, RetentionConfig.NONE);
    }

    ProtectedJob(Mode mode, SimulatedJob job, RetentionConfig retention) {
        this.job = job;
        Map<Policy, Mode> modes = new EnumMap<>(Policy.class);
        for (Policy policy : Policy.values()) {
            modes.put(policy, mode);
        }
        SnapshotConfig config = Configs.snapshots(modes);
        this.cluster = new ClusterProtection(
                new ClusterProtection.Settings(
                        config,
                        Configs.HEALTH,
                        Optional.of(DIRECTORY),
                        ActorSettings.NONE,
                        Optional.empty(),
                        retention),
                port,
                mode == Mode.ACTIVE ? Optional.of(ledger) : Optional.empty(),
                new Switch(),
                events::add,
                new SplittableRandom(7),
                job.tick());
    }

    JobProtection protection() {
        return cluster.job(job.id, "orders");
    }

    void cycle() {
        List<SimulatedJob> all = new ArrayList<>(others);
        all.add(0, job);
        all.forEach(one -> one.later(CYCLE));
        cluster.begin(job.tick());
        all.forEach(one -> cluster.job(one.id, "orders").observe(one.assessment(), one.reading()));
        cluster.decide();
    }

    ProtectedJob pass(Duration time) {
        for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plus(CYCLE)) {
            cycle();
        }
        return this;
    }

    /** The last checkpoint is too old, for some windows. */
    ProtectedJob overdue() {
        job.exposure = OptionalDouble.of(2.5);
        return pass(Duration.ofMinutes(5));
    }

    /** The heap of tm-1 runs out, for some windows. */
    ProtectedJob runningOut() {
        job.forecasts = List.of(SimulatedJob.forecast(Resource.HEAP, Duration.ofMinutes(20)));
        return pass(Duration.ofMinutes(5));
    }

    /** What was asked of Flink that changes something, and the storage canary. */
    List<String> calls() {
        return port.calls.stream()
                .filter(call -> !call.startsWith("isUnchanged"))
                .toList();
    }

    List<Outcome> outcomes() {
        return protection().log().decisions().stream()
                .map(DecisionRecord::outcome)
                .toList();
    }

    DecisionRecord newest() {
        return protection().log().decisions().get(0);
    }

    SnapshotRecord snapshot() {
        return protection().log().snapshots().get(0);
    }

    /** The first one. */
    SnapshotRecord first() {
        List<SnapshotRecord> all = protection().log().snapshots();
        return all.get(all.size() - 1);
    }

    /** What the ledger was told of actions, in order. */
    List<EntryKind> written() {
        return ledger.facts.stream()
                .map(LedgerFact::kind)
                .filter(kind -> kind != EntryKind.INCIDENT_OPENED && kind != EntryKind.INCIDENT_OVER)
                .toList();
    }
}
