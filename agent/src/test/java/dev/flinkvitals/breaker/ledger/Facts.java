/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.ledger;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.config.Policy;
import dev.flinkvitals.signals.JobId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Entries for tests. */
public final class Facts {
    public static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    public static final JobId JOB = new JobId("0000000000000000000000000000000a");
    public static final JobId OTHER = new JobId("0000000000000000000000000000000b");
    public static final Leadership FIRST = new Leadership(1, "aaaaaaaaaaaa");
    public static final Leadership SECOND = new Leadership(2, "bbbbbbbbbbbb");
    public static final String INCIDENT = "memory@2026-01-02T11:00:00Z";

    private Facts() {}

    /** A savepoint for running out of memory. */
    public static LedgerFact memory(EntryKind kind, Instant at) {
        return new LedgerFact(
                at,
                kind,
                Optional.of(JOB),
                "orders",
                Optional.of(Policy.MEMORY),
                Optional.of(Action.SAVEPOINT),
                INCIDENT,
                "heap of tm-1 runs out in 9 min",
                new TreeMap<>());
    }

    /** A checkpoint for too much exposure. */
    public static LedgerFact exposure(EntryKind kind, Instant at) {
        return new LedgerFact(
                at,
                kind,
                Optional.of(JOB),
                "orders",
                Optional.of(Policy.EXPOSURE),
                Optional.of(Action.CHECKPOINT),
                "exposure@2026-01-02T11:00:00Z",
                "",
                new TreeMap<>());
    }

    /** What one leader wrote, in this order. */
    public static List<LedgerEntry> by(Leadership leader, LedgerFact... facts) {
        List<LedgerEntry> entries = new ArrayList<>();
        Arrays.stream(facts).forEach(fact -> entries.add(new LedgerEntry(leader, entries.size(), fact)));
        return entries;
    }
}
