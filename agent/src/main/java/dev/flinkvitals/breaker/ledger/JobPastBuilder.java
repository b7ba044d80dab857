/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.ledger;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.ledger.PastAction.Result;
import dev.flinkvitals.config.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Puts the past of one job together from its entries, given in their order. Not thread safe. */
final class JobPastBuilder {
    private static final Comparator<PastAction> BY_TIME =
            Comparator.comparing(PastAction::at).thenComparing(PastAction::by).thenComparing(PastAction::attempt);

    private record Attempt(String incident, int number) implements Comparable<Attempt> {
        @Override
        public int compareTo(Attempt other) {
            int order = incident.compareTo(other.incident);
            return order != 0 ? order : Integer.compare(number, other.number);
        }
    }

    private record IncidentKey(Policy policy, String id) implements Comparable<IncidentKey> {
        @Override
        public int compareTo(IncidentKey other) {
            int order = policy.compareTo(other.policy);
            return order != 0 ? order : id.compareTo(other.id);
        }
    }

    private final Instant now;
    private final SortedMap<Attempt, SortedMap<Leadership, PastAction>> actions = new TreeMap<>();
    private final SortedMap<IncidentKey, PastIncident> incidents = new TreeMap<>();
    private final List<Instant> rehearsals = new ArrayList<>();
    private final TreeSet<String> deleted = new TreeSet<>();
    private String jobName = "";

    JobPastBuilder(Instant now) {
        this.now = now;
    }

    void add(LedgerEntry entry) {
        LedgerFact fact = entry.fact();
        Instant at = PastActions.earlier(fact.at(), now);
        jobName = fact.jobName().isEmpty() ? jobName : fact.jobName();
        fact.policy().ifPresent(policy -> see(policy, fact, at));
        switch (fact.kind()) {
            case LEAD, INCIDENT_OPENED, INCIDENT_OVER, REFUSED, TOO_LATE, WOULD_NOT_HELP -> {}
            case WOULD_TRIGGER -> rehearsals.add(at);
            case TRIGGERED -> put(entry, at, Result.PENDING);
            case COMPLETED ->
                put(entry, at, fact.action().equals(Optional.of(Action.SAVEPOINT)) ? Result.UNVERIFIED : Result.DONE);
            case VERIFIED, UNHARMED, OUTCOME_UNKNOWN -> put(entry, at, Result.DONE);
            case FAILED -> failed(entry, at);
            case LOST -> put(entry, at, Result.LOST);
            case USELESS -> put(entry, at, Result.USELESS);
            case HARMFUL -> put(entry, at, Result.HARMFUL);
            case DELETED -> fact.detail(LedgerFact.PATH).ifPresent(deleted::add);
        }
    }

    private void see(Policy policy, LedgerFact fact, Instant at) {
        incidents.merge(
                new IncidentKey(policy, fact.incident()),
                new PastIncident(
                        policy,
                        fact.incident(),
                        at,
                        at,
                        0,
                        false,
                        fact.kind() == EntryKind.WOULD_TRIGGER,
                        fact.kind() == EntryKind.INCIDENT_OVER),
                (before, seen) -> new PastIncident(
                        policy,
                        fact.incident(),
                        PastActions.earlier(before.openedAt(), at),
                        before.lastAt().isAfter(at) ? before.lastAt() : at,
                        0,
                        false,
                        before.rehearsed() || seen.rehearsed(),
                        before.over() || seen.over()));
    }

    private void failed(LedgerEntry entry, Instant at) {
        if (entry.fact().detail(LedgerFact.CLAIM).equals(Optional.of(LedgerFact.NOT_TRIGGERED))) {
            actions.getOrDefault(attempt(entry.fact()), new TreeMap<>()).remove(entry.by());
        } else {
            put(entry, at, Result.FAILED);
        }
    }

    private static Attempt attempt(LedgerFact fact) {
        return new Attempt(fact.incident(), fact.attempt());
    }

    /** A result belongs to what its writer triggered; if that is nothing, to what the last one before did. */
    private void put(LedgerEntry entry, Instant at, Result result) {
        SortedMap<Leadership, PastAction> tries =
                actions.computeIfAbsent(attempt(entry.fact()), key -> new TreeMap<>());
        boolean starts = result == Result.PENDING || tries.isEmpty() || tries.containsKey(entry.by());
        Leadership by = starts ? entry.by() : tries.lastKey();
        tries.merge(by, first(entry.fact(), by, at, result), JobPastBuilder::merge);
    }

    private static PastAction first(LedgerFact fact, Leadership by, Instant at, Result result) {
        boolean watched = fact.kind() == EntryKind.UNHARMED
                || fact.kind() == EntryKind.HARMFUL
                || fact.kind() == EntryKind.OUTCOME_UNKNOWN;
        return new PastAction(
                at,
                fact.policy().orElseThrow(),
                fact.action().orElseThrow(),
                fact.incident(),
                fact.attempt(),
                fact.detail(LedgerFact.PURPOSE).equals(Optional.of(LedgerFact.PROBE)),
                result,
                at,
                watched,
                fact.detail(LedgerFact.TARGET),
                fact.detail(LedgerFact.PATH),
                checkpointId(fact),
                by);
    }

    private static OptionalLong checkpointId(LedgerFact fact) {
        try {
            return fact.detail(LedgerFact.CHECKPOINT_ID).stream()
                    .mapToLong(Long::parseLong)
                    .findFirst();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static PastAction merge(PastAction before, PastAction more) {
        boolean worse = more.result().compareTo(before.result()) > 0;
        // Claimed again after an answer that never came: what may have followed, followed the later one.
        boolean again = more.result() == Result.PENDING && more.at().isAfter(before.at());
        return new PastAction(
                again ? more.at() : before.at(),
                before.policy(),
                before.action(),
                before.incident(),
                before.attempt(),
                before.probe() || more.probe(),
                worse ? more.result() : before.result(),
                worse ? more.resultAt() : before.resultAt(),
                before.watched() || more.watched(),
                before.target().or(more::target),
                more.path().or(before::path),
                more.checkpointId().isPresent() ? more.checkpointId() : before.checkpointId(),
                before.by());
    }

    JobPast build() {
        List<PastAction> all = actions.values().stream()
                .flatMap(tries -> tries.values().stream())
                .sorted(BY_TIME)
                .toList();
        rehearsals.sort(Comparator.naturalOrder());
        List<PastIncident> open = incidents.values().stream()
                .map(incident -> incident.with(all))
                .filter(this::matters)
                .sorted(Comparator.comparing(PastIncident::openedAt)
                        .thenComparing(PastIncident::policy)
                        .thenComparing(PastIncident::id))
                .toList();
        return new JobPast(jobName, all, rehearsals, open, deleted);
    }

    private boolean matters(PastIncident incident) {
        boolean unfinished = incident.settled() && !incident.over();
        return incident.lastAt().isAfter(now.minus(unfinished ? PastActions.WEEK : PastActions.DAY));
    }
}
