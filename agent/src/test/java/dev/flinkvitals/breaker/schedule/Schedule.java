/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.schedule;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.BreakerEvent;
import dev.flinkvitals.breaker.Decision;
import dev.flinkvitals.breaker.Past;
import dev.flinkvitals.breaker.SnapshotBreaker;
import dev.flinkvitals.breaker.Surroundings;
import dev.flinkvitals.breaker.Wish;
import dev.flinkvitals.breaker.fleet.FleetGuard;
import dev.flinkvitals.breaker.fleet.FleetVerdict;
import dev.flinkvitals.breaker.ledger.EntryKind;
import dev.flinkvitals.breaker.ledger.Leadership;
import dev.flinkvitals.breaker.ledger.LedgerContents;
import dev.flinkvitals.breaker.ledger.LedgerEntry;
import dev.flinkvitals.breaker.ledger.LedgerFact;
import dev.flinkvitals.breaker.ledger.PastActions;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One random schedule: a cluster of some jobs that fall ill, fail, restart and recover, actions that complete, fail, get lost or
 * are never carried out, a world that cannot always be asked, and JobManagers that take over from a ledger. Deterministic by its
 * seed. Not thread safe.
 */
public final class Schedule {
    private static final List<Surroundings.Ledger> LEDGERS = List.of(Surroundings.Ledger.values());

    private final long seed;
    private final Random random;
    private final SnapshotConfig config;
    private final List<Patient> patients = new ArrayList<>();
    private final Map<JobId, Duration> illAt = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final List<LedgerEntry> ledger = new ArrayList<>();
    private FleetGuard fleet = new FleetGuard();
    private Duration elapsed = Duration.ofHours(1);
    private long epoch = 1;
    private long sequence;
    private int takeOvers;

    /** One job with its breaker. */
    private static final class Patient {
        private final SimulatedJob job;
        private final Weather weather;
        private final ScheduleBooks books;
        private final Map<String, Integer> attempts = new HashMap<>();
        private SnapshotBreaker breaker;
        private Decision.@Nullable Act flying;
        private @Nullable LedgerFact claim;

        Patient(SimulatedJob job, Weather weather, ScheduleBooks books, SnapshotBreaker breaker) {
            this.job = job;
            this.weather = weather;
            this.books = books;
            this.breaker = breaker;
        }
    }

    /**
     * What a schedule came to.
     *
     * @param seed by which it can be repeated
     * @param actions what was triggered, probes included
     * @param rehearsals what would have been
     * @param harmful actions that were found to have done harm
     * @param takeOvers how often another JobManager took over
     * @param violations promises that were broken, in words; empty is what is hoped for
     */
    public record Report(
            long seed, long actions, long rehearsals, long harmful, int takeOvers, List<String> violations) {}

    /** A schedule. */
    public Schedule(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.config = RandomConfig.draw(random);
        int jobs = 1 + random.nextInt(5);
        for (int i = 1; i <= jobs; i++) {
            SimulatedJob job = new SimulatedJob(i);
            job.elapsed = elapsed;
            patients.add(new Patient(
                    job,
                    new Weather(job, random),
                    new ScheduleBooks(job.id, config, violations),
                    new SnapshotBreaker(config, RandomConfig.HEALTH, new SplittableRandom(seed + i))));
        }
    }

    /** Lives through so many cycles. */
    public Report run(int cycles) {
        for (int cycle = 0; cycle < cycles; cycle++) {
            cycle();
        }
        long actions = sum("TRIGGERED");
        return new Report(seed, actions, sum("REHEARSED"), sum("HARMFUL"), takeOvers, List.copyOf(violations));
    }

    private long sum(String what) {
        return patients.stream().mapToLong(patient -> patient.books.count(what)).sum();
    }

    private void cycle() {
        elapsed = elapsed.plusSeconds(1 + random.nextInt(90));
        if (random.nextInt(150) == 0) {
            takeOver();
        }
        boolean common = random.nextInt(60) == 0;
        for (Patient patient : patients) {
            patient.job.elapsed = elapsed;
            if (patient.weather.change(common)) {
                patient.books.checkpointCompleted(elapsed);
            }
            patient.breaker.observe(patient.job.assessment(), patient.job.reading());
            takeEvents(patient);
            fleet.observe(patient.job.id, patient.breaker.ill(), patient.job.tick());
            if (patient.weather.ill(config)) {
                illAt.put(patient.job.id, elapsed);
            }
        }
        for (Patient patient : patients) {
            land(patient);
            takeEvents(patient);
            for (SnapshotConfig.Mode mode : List.of(SnapshotConfig.Mode.ACTIVE, SnapshotConfig.Mode.MONITOR)) {
                patient.breaker.wish(mode).ifPresent(wish -> decide(patient, wish, mode));
            }
        }
    }

    private void decide(Patient patient, Wish wish, SnapshotConfig.Mode mode) {
        SimulatedJob job = patient.job;
        Surroundings around = surroundings(job.tick());
        Decision decision = patient.breaker.decide(wish, job.assessment(), job.reading(), job.evidence(), around);
        if (!(decision instanceof Decision.Act act)) {
            return;
        }
        long ill = illAt.values().stream()
                .filter(at -> elapsed.minus(at).compareTo(Duration.ofMinutes(5)) <= 0)
                .count();
        patient.books.acts(elapsed, act, mode, job, around, ill >= 3 && 2 * ill >= patients.size());
        if (mode == SnapshotConfig.Mode.MONITOR) {
            patient.breaker.rehearsed(act, job.tick());
            write(LedgerFact.of(EntryKind.WOULD_TRIGGER, job.tick().at(), wish, "orders", "rehearsed"));
            return;
        }
        int attempt = patient.attempts.merge(wish.incident(), 1, Integer::sum);
        LedgerFact claim = LedgerFact.of(EntryKind.TRIGGERED, job.tick().at(), wish, "orders", "claimed")
                .with(LedgerFact.ATTEMPT, Integer.toString(attempt));
        if (act.purpose() == Decision.Purpose.PROBE) {
            claim = claim.with(LedgerFact.PURPOSE, LedgerFact.PROBE);
        }
        write(claim);
        patient.breaker.triggered(act, job.tick());
        patient.flying = act;
        patient.claim = claim;
    }

    /** What is under way comes to its end, or not yet. */
    private void land(Patient patient) {
        Decision.Act act = patient.flying;
        LedgerFact claim = patient.claim;
        if (act == null || claim == null || random.nextInt(3) == 0) {
            return;
        }
        Tick tick = patient.job.tick();
        int drawn = random.nextInt(20);
        if (drawn < 11) {
            patient.breaker.completed(act, true, tick);
            end(patient, act, "DONE");
            boolean savepoint = act.action() == Action.SAVEPOINT;
            write(claim.then(savepoint ? EntryKind.VERIFIED : EntryKind.COMPLETED, tick.at(), "done"));
            patient.weather.acted(act.action());
        } else if (drawn < 16) {
            patient.breaker.failed(act, tick);
            end(patient, act, "FAILED");
            write(claim.then(EntryKind.FAILED, tick.at(), "failed"));
            patient.weather.failed(act.action());
        } else if (drawn < 17) {
            patient.breaker.completed(act, false, tick);
            end(patient, act, "FAILED");
            write(claim.then(EntryKind.FAILED, tick.at(), "could not be read back"));
        } else if (drawn < 18) {
            patient.breaker.lost(act, tick);
            end(patient, act, "LOST");
            write(claim.then(EntryKind.LOST, tick.at(), "lost"));
        } else {
            patient.breaker.abandoned(act, tick);
            end(patient, act, "ABANDONED");
            write(claim.with(LedgerFact.CLAIM, LedgerFact.NOT_TRIGGERED)
                    .then(EntryKind.FAILED, tick.at(), "was not triggered"));
        }
    }

    private void end(Patient patient, Decision.Act act, String how) {
        patient.books.result(elapsed, act, how);
        patient.flying = null;
        patient.claim = null;
    }

    private void takeEvents(Patient patient) {
        for (BreakerEvent event : patient.breaker.takeEvents()) {
            patient.books.event(elapsed, event);
            kind(event.kind())
                    .ifPresent(kind -> write(new LedgerFact(
                            event.at(),
                            kind,
                            Optional.of(patient.job.id),
                            "orders",
                            event.policy(),
                            Optional.of(event.action()),
                            event.incident().orElse(""),
                            event.text(),
                            attempt(patient, event))));
        }
    }

    private static SortedMap<String, String> attempt(Patient patient, BreakerEvent event) {
        int attempt = patient.attempts.getOrDefault(event.incident().orElse(""), 1);
        return new TreeMap<>(Map.of(LedgerFact.ATTEMPT, Integer.toString(attempt)));
    }

    private static Optional<EntryKind> kind(BreakerEvent.Kind kind) {
        return Optional.ofNullable(
                switch (kind) {
                    case INCIDENT_OPENED -> EntryKind.INCIDENT_OPENED;
                    case INCIDENT_OVER -> EntryKind.INCIDENT_OVER;
                    case HARMFUL -> EntryKind.HARMFUL;
                    case BLACKLISTED -> EntryKind.USELESS;
                    case UNHARMED -> EntryKind.UNHARMED;
                    case OUTCOME_UNKNOWN -> EntryKind.OUTCOME_UNKNOWN;
                    case FLAPPING, CIRCUIT_OPENED, CIRCUIT_HALF_OPEN, CIRCUIT_CLOSED -> null;
                });
    }

    private void write(LedgerFact fact) {
        ledger.add(new LedgerEntry(new Leadership(epoch, "00000000"), sequence++, fact));
    }

    /** Another JobManager leads; all that it knows is in the ledger. */
    private void takeOver() {
        takeOvers++;
        epoch++;
        // Its monotonic clock has another origin, and so has everything that is measured by it.
        for (Patient patient : patients) {
            patient.job.elapsed = elapsed;
            patient.books.takenOver(elapsed);
            patient.flying = null;
            patient.claim = null;
        }
        Tick now = patients.get(0).job.tick();
        PastActions past = PastActions.of(new LedgerContents(ledger, List.of(), Optional.empty()), now.at());
        for (Patient patient : patients) {
            patient.breaker = new SnapshotBreaker(
                    config,
                    RandomConfig.HEALTH,
                    new SplittableRandom(random.nextLong()),
                    Past.of(past, patient.job.id, true),
                    now);
        }
        fleet = new FleetGuard();
        illAt.clear();
    }

    private Surroundings surroundings(Tick tick) {
        boolean busy = patients.stream().anyMatch(patient -> patient.flying != null);
        Optional<FleetVerdict> verdict =
                rarely() ? Optional.empty() : Optional.of(fleet.verdict(patients.size(), tick));
        return new Surroundings(
                rarely() ? Optional.empty() : Optional.of(busy),
                rarely() ? Optional.empty() : Optional.of(rarely()),
                rarely() ? LEDGERS.get(random.nextInt(LEDGERS.size())) : Surroundings.Ledger.READY,
                verdict);
    }

    private boolean rarely() {
        return random.nextInt(40) == 0;
    }
}
