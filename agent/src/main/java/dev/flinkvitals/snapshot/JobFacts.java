/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import dev.flinkvitals.breaker.BreakerEvent;
import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.breaker.Decision;
import dev.flinkvitals.breaker.DecisionRecord;
import dev.flinkvitals.breaker.ledger.EntryKind;
import dev.flinkvitals.breaker.ledger.JobPast;
import dev.flinkvitals.breaker.ledger.LedgerFact;
import dev.flinkvitals.breaker.ledger.PastAction;
import dev.flinkvitals.breaker.ledger.PastIncident;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.Tick;
import dev.flinkvitals.snapshot.ledger.ClaimName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes into the ledger what happens to one job. Used by the monitor's thread only. */
final class JobFacts {
    /** Incidents of which something is remembered; of a job there are few at a time. */
    private static final int MOST = 64;

    /** Where savepoints of ours go, below the savepoint directory. */
    private static final String FOLDER = "flink-vitals";

    private final JobId job;
    private final String jobName;
    private final LedgerGate ledger;
    private final Map<String, Integer> attempts = bounded();
    private final Map<String, LedgerFact> triggers = bounded();
    private final Map<String, Boolean> refused = bounded();
    private final Map<String, List<String>> failedTargets = bounded();

    /**
     * The facts of a job.
     *
     * @param job the job
     * @param jobName its name
     * @param ledger takes them
     * @param past what happened before
     */
    JobFacts(JobId job, String jobName, LedgerGate ledger, JobPast past) {
        this.job = job;
        this.jobName = jobName;
        this.ledger = ledger;
        for (PastIncident incident : past.incidents()) {
            attempts.put(incident.id(), incident.attempts());
        }
        for (PastAction action : past.actions()) {
            if (action.result() == PastAction.Result.FAILED) {
                action.target().ifPresent(target -> failed(action.incident(), target));
            }
        }
    }

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > MOST;
            }
        };
    }

    /**
     * The entry with which an action is claimed.
     *
     * @param act what is going to be triggered
     * @param tick when
     * @param directory below which a savepoint goes, into a directory that no other action writes to
     */
    LedgerFact trigger(Decision.Act act, Tick tick, Optional<String> directory) {
        int attempt = attempts.merge(act.wish().incident(), 1, Integer::sum);
        LedgerFact fact = LedgerFact.of(EntryKind.TRIGGERED, tick.at(), act.wish(), jobName, act.reason())
                .with(LedgerFact.ATTEMPT, String.valueOf(attempt))
                .with("checks", checks(act));
        if (act.purpose() == Decision.Purpose.PROBE) {
            fact = fact.with(LedgerFact.PURPOSE, LedgerFact.PROBE);
        }
        if (directory.isPresent()) {
            fact = fact.with(LedgerFact.TARGET, below(directory.get(), FOLDER + '/' + ClaimName.of(fact)));
        }
        triggers.put(act.wish().incident(), fact);
        return fact;
    }

    private static String below(String directory, String name) {
        return directory.endsWith("/") ? directory + name : directory + '/' + name;
    }

    /** The entry of what came of an action of an earlier leader. */
    LedgerFact of(PastAction action, EntryKind kind, String reason, Instant at) {
        LedgerFact fact = new LedgerFact(
                        at,
                        kind,
                        Optional.of(job),
                        jobName,
                        Optional.of(action.policy()),
                        Optional.of(action.action()),
                        action.incident(),
                        reason,
                        new TreeMap<>())
                .with(LedgerFact.ATTEMPT, String.valueOf(action.attempt()));
        return action.target()
                .map(target -> fact.with(LedgerFact.TARGET, target))
                .orElse(fact);
    }

    /** Nobody watches any more what became of the job after the last actions of an earlier leader. */
    void unwatched(JobPast past, Instant at) {
        past.spent(at).stream()
                .filter(action -> action.result() == PastAction.Result.DONE && !action.watched())
                .forEach(action -> result(
                        of(action, EntryKind.OUTCOME_UNKNOWN, "the JobManager that watched the job is gone", at)));
    }

    private void failed(String incident, String target) {
        List<String> targets = failedTargets.computeIfAbsent(incident, id -> new ArrayList<>());
        targets.remove(target);
        targets.add(target);
    }

    /** Where earlier savepoints for an incident were to go that failed; as many as a day allows. */
    List<String> failedTargets(String incident) {
        return List.copyOf(failedTargets.getOrDefault(incident, List.of()));
    }

    /** What came of an action that was claimed. */
    void result(LedgerFact fact) {
        if (fact.kind() == EntryKind.FAILED && fact.detail(LedgerFact.CLAIM).isEmpty()) {
            fact.detail(LedgerFact.TARGET).ifPresent(target -> failed(fact.incident(), target));
        }
        ledger.record(fact);
    }

    /** What was decided, unless it is triggered: then the claim tells. Of an incident's refusals the first is enough. */
    void decided(Tick tick, Decision decision, DecisionRecord.Outcome outcome) {
        EntryKind kind = switch (outcome) {
            case TRIGGERED -> EntryKind.TRIGGERED;
            case WOULD_TRIGGER -> EntryKind.WOULD_TRIGGER;
            case REFUSED -> EntryKind.REFUSED;
            case TOO_LATE -> EntryKind.TOO_LATE;
            case WOULD_NOT_HELP -> EntryKind.WOULD_NOT_HELP;
        };
        boolean told = kind == EntryKind.TRIGGERED
                || (kind != EntryKind.WOULD_TRIGGER
                        && refused.put(decision.wish().incident() + '|' + outcome, true) != null);
        if (!told) {
            ledger.record(LedgerFact.of(kind, tick.at(), decision.wish(), jobName, decision.reason())
                    .with("checks", checks(decision)));
        }
    }

    /** What the breaker tells besides decisions. Rehearsals leave no trace but their decision. */
    void event(BreakerEvent event) {
        if (event.mode() == SnapshotConfig.Mode.ACTIVE
                && event.policy().isPresent()
                && event.incident().isPresent()) {
            kind(event.kind()).ifPresent(kind -> ledger.record(fact(kind, event)));
        }
    }

    private LedgerFact fact(EntryKind kind, BreakerEvent event) {
        String incident = event.incident().orElseThrow();
        LedgerFact trigger = triggers.get(incident);
        boolean aboutAction = kind != EntryKind.INCIDENT_OPENED && kind != EntryKind.INCIDENT_OVER;
        if (aboutAction && trigger != null) {
            return trigger.then(kind, event.at(), event.text());
        }
        return new LedgerFact(
                event.at(),
                kind,
                Optional.of(job),
                jobName,
                event.policy(),
                Optional.of(event.action()),
                incident,
                event.text(),
                new TreeMap<>());
    }

    private static Optional<EntryKind> kind(BreakerEvent.Kind kind) {
        return switch (kind) {
            case INCIDENT_OPENED -> Optional.of(EntryKind.INCIDENT_OPENED);
            case INCIDENT_OVER -> Optional.of(EntryKind.INCIDENT_OVER);
            case UNHARMED -> Optional.of(EntryKind.UNHARMED);
            case HARMFUL -> Optional.of(EntryKind.HARMFUL);
            case OUTCOME_UNKNOWN -> Optional.of(EntryKind.OUTCOME_UNKNOWN);
            case BLACKLISTED -> Optional.of(EntryKind.USELESS);
            case FLAPPING, CIRCUIT_OPENED, CIRCUIT_HALF_OPEN, CIRCUIT_CLOSED -> Optional.empty();
        };
    }

    /** One of our own savepoints was deleted. */
    void deleted(Instant at, String path, String reason) {
        ledger.record(new LedgerFact(
                        at,
                        EntryKind.DELETED,
                        Optional.of(job),
                        jobName,
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        reason,
                        new TreeMap<>())
                .with(LedgerFact.PATH, path));
    }

    private static String checks(Decision decision) {
        return decision.checks().stream()
                .filter(check -> !(decision instanceof Decision.Refuse) || check.verdict() != Check.Verdict.PASS)
                .map(check -> check.rule().label() + '='
                        + check.verdict().name().toLowerCase(Locale.ROOT) + " (" + check.evidence() + ')')
                .collect(Collectors.joining("; "));
    }
}
