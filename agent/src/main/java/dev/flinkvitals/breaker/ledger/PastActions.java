/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.ledger;

import dev.flinkvitals.signals.JobId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a new leader has to know of those before it. It never tells of fewer actions than there were, unless it says that it
 * does not know. It does not depend on the order of the files. Thread safe.
 *
 * @param newest the latest leadership before; empty if nobody ever led
 * @param jobs what is known, by job
 * @param unknownUntil until when the budget counts as spent, because a file that could not be read may tell of an action;
 *     empty if all is known
 * @param unreadable files from which nothing was concluded, by name
 */
public record PastActions(
        Optional<Leadership> newest,
        SortedMap<JobId, JobPast> jobs,
        Optional<Instant> unknownUntil,
        List<Unreadable> unreadable) {
    /** So long an action counts against the budget. */
    static final Duration DAY = Duration.ofHours(24);
    /** So long an incident that got its action and was not seen to end keeps its id. */
    static final Duration WEEK = Duration.ofDays(7);

    /** So long our own snapshots are remembered. */
    static final Duration QUARTER = Duration.ofDays(90);

    private static final Comparator<LedgerEntry> ORDER = Comparator.<LedgerEntry>naturalOrder()
            .thenComparing(entry -> entry.fact().at())
            .thenComparing(entry -> entry.fact().kind());

    /** Copies the collections. */
    public PastActions {
        jobs = Collections.unmodifiableSortedMap(new TreeMap<>(jobs));
        unreadable = List.copyOf(unreadable);
    }

    /**
     * Makes sense of what was read.
     *
     * @param contents entries and files that are none
     * @param now the wall clock; what claims to come later counts as of now, since a clock was wrong
     */
    public static PastActions of(LedgerContents contents, Instant now) {
        SortedMap<JobId, JobPastBuilder> builders = new TreeMap<>();
        contents.entries().stream()
                .distinct()
                .sorted(ORDER)
                .forEach(entry -> entry.fact()
                        .job()
                        .ifPresent(job -> builders.computeIfAbsent(job, id -> new JobPastBuilder(now))
                                .add(entry)));
        SortedMap<JobId, JobPast> jobs = new TreeMap<>();
        builders.forEach((job, builder) -> jobs.put(job, builder.build()));
        Stream<Leadership> leaders = contents.entries().stream().map(LedgerEntry::by);
        return new PastActions(
                Stream.concat(leaders, contents.newest().stream()).max(Comparator.naturalOrder()),
                jobs,
                contents.unreadable().stream()
                        .filter(Unreadable::restrains)
                        .map(file -> earlier(file.at(), now).plus(DAY))
                        .max(Comparator.naturalOrder())
                        .filter(until -> until.isAfter(now)),
                contents.unreadable().stream()
                        .sorted(Comparator.comparing(Unreadable::file))
                        .toList());
    }

    /**
     * Whether an entry has to be read for this: all of the last day, what may belong to an incident of the last week, and of
     * the last quarter what tells of our own snapshots.
     *
     * @param name the entry's name
     * @param now the wall clock
     */
    public static boolean needs(EntryName name, Instant now) {
        Optional<EntryKind> kind = EntryKind.of(name.kind());
        if (kind.isEmpty() || name.at().isAfter(now.minus(DAY))) {
            return true;
        }
        return switch (kind.get()) {
            case TRIGGERED, COMPLETED, VERIFIED, FAILED, LOST, DELETED ->
                name.at().isAfter(now.minus(QUARTER));
            case INCIDENT_OPENED, INCIDENT_OVER, UNHARMED, OUTCOME_UNKNOWN, USELESS, HARMFUL ->
                name.at().isAfter(now.minus(WEEK));
            case LEAD, REFUSED, TOO_LATE, WOULD_NOT_HELP, WOULD_TRIGGER -> false;
        };
    }

    /** The first day, in UTC, whose entries may have to be read. */
    public static LocalDate since(Instant now) {
        return LocalDate.ofInstant(now.minus(QUARTER), ZoneOffset.UTC);
    }

    static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** What is known of a job. */
    public JobPast job(JobId job) {
        return jobs.getOrDefault(job, JobPast.NONE);
    }

    /** Whether nothing that matters could not be read. */
    public boolean isComplete() {
        return unknownUntil.isEmpty();
    }
}
