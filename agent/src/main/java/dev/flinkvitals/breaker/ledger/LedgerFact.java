/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.ledger;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.Wish;
import dev.flinkvitals.config.Policy;
import dev.flinkvitals.signals.JobId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What an entry of the ledger says. Thread safe.
 *
 * @param at when it happened, in whole milliseconds
 * @param kind what happened
 * @param job the job; always there except for {@link EntryKind#LEAD}
 * @param jobName name of the job; may be empty
 * @param policy on whose behalf; there for incidents and actions
 * @param action which action; there for actions
 * @param incident id of the incident; not empty for incidents and actions
 * @param reason why, in words with numbers; cut at {@link #MAX_TEXT} characters
 * @param details further facts by name, of lower-case letters, digits and underscores; values are cut like the reason
 */
public record LedgerFact(
        Instant at,
        EntryKind kind,
        Optional<JobId> job,
        String jobName,
        Optional<Policy> policy,
        Optional<Action> action,
        String incident,
        String reason,
        SortedMap<String, String> details) {
    /** Longest reason and value of a detail, in characters. */
    public static final int MAX_TEXT = 8_000;

    /** Detail: how often this action was tried for this incident, this time included; without it 1. */
    public static final String ATTEMPT = "attempt";
    /** Detail: {@value #PROBE} if it was triggered to try out a half-open circuit. */
    public static final String PURPOSE = "purpose";
    /** Detail: the directory that a savepoint was to go to, unique to the incident and the attempt. */
    public static final String TARGET = "target";
    /** Detail: where a snapshot was written. */
    public static final String PATH = "path";
    /** Detail: checkpoint id of a snapshot. */
    public static final String CHECKPOINT_ID = "checkpoint_id";
    /** Detail: seconds from trigger to result. */
    public static final String TOOK = "took_s";
    /** Detail of a failure: {@value #NOT_TRIGGERED} if it never was triggered, so that nothing was spent. */
    public static final String CLAIM = "claim";

    /** Value of {@link #PURPOSE}. */
    public static final String PROBE = "probe";
    /** Value of {@link #CLAIM}. */
    public static final String NOT_TRIGGERED = "lost";

    private static final Pattern DETAIL = Pattern.compile("[a-z][a-z0-9_]{0,63}");
    private static final int MAX_NAME = 1_000;

    /**
     * Checks, copies and cuts.
     *
     * @throws IllegalArgumentException if something is missing that its kind has to name, or a detail's name or value is not
     *     as described
     */
    public LedgerFact {
        at = at.truncatedTo(ChronoUnit.MILLIS);
        jobName = cut(jobName, MAX_NAME);
        reason = cut(reason, MAX_TEXT);
        SortedMap<String, String> copy = new TreeMap<>();
        details.forEach((name, value) -> copy.put(checked(name), cut(value, MAX_TEXT)));
        details = Collections.unmodifiableSortedMap(copy);
        EntryKind.Subject subject = kind.subject();
        require(kind, subject == EntryKind.Subject.NOBODY || job.isPresent(), "a job");
        boolean ofIncident = subject == EntryKind.Subject.INCIDENT || subject == EntryKind.Subject.ACTION;
        require(kind, !ofIncident || policy.isPresent(), "a policy");
        require(kind, !ofIncident || !incident.isBlank(), "an incident");
        require(kind, incident.length() <= MAX_NAME, "an incident of at most " + MAX_NAME + " characters");
        require(kind, subject != EntryKind.Subject.ACTION || action.isPresent(), "an action");
        require(kind, attempt(details) >= 1, "an attempt of 1 or more");
    }

    private static void require(EntryKind kind, boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(kind.label() + ": expected " + what);
        }
    }

    private static String checked(String name) {
        if (!DETAIL.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "detail: expected a name of lower-case letters, digits and underscores, found " + name);
        }
        return name;
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    private static int attempt(SortedMap<String, String> details) {
        String text = details.getOrDefault(ATTEMPT, "1");
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("attempt: expected a number, found " + text, e);
        }
    }

    /** What happened to a wish. */
    public static LedgerFact of(EntryKind kind, Instant at, Wish wish, String jobName, String reason) {
        return new LedgerFact(
                at,
                kind,
                Optional.of(wish.job()),
                jobName,
                Optional.of(wish.policy()),
                Optional.of(wish.action()),
                wish.incident(),
                reason,
                new TreeMap<>());
    }

    /** The beginning of a leadership. */
    public static LedgerFact lead(Instant at, String reason) {
        return new LedgerFact(
                at,
                EntryKind.LEAD,
                Optional.empty(),
                "",
                Optional.empty(),
                Optional.empty(),
                "",
                reason,
                new TreeMap<>());
    }

    /** The same with a detail more. */
    public LedgerFact with(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(details);
        more.put(name, value);
        return new LedgerFact(at, kind, job, jobName, policy, action, incident, reason, more);
    }

    /** What came of it: the same job, policy, action, incident and details, at another time. */
    public LedgerFact then(EntryKind result, Instant when, String why) {
        return new LedgerFact(when, result, job, jobName, policy, action, incident, why, details);
    }

    /** How often this action was tried for this incident, this time included; 1 or more. */
    public int attempt() {
        return attempt(details);
    }

    /** The detail with the name, if there is one. */
    public Optional<String> detail(String name) {
        return Optional.ofNullable(details.get(name));
    }
}
