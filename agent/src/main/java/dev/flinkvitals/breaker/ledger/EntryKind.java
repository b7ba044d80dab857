/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.ledger;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an entry of the ledger tells. */
public enum EntryKind {
    /** A JobManager began to lead. */
    LEAD(Subject.NOBODY, false),
    /** A condition began to hold. */
    INCIDENT_OPENED(Subject.INCIDENT, false),
    /** The condition has been over for long enough; the next time is another incident. */
    INCIDENT_OVER(Subject.INCIDENT, false),
    /** A rule of the preflight stood in the way. */
    REFUSED(Subject.ACTION, false),
    /** It would not have finished in time. */
    TOO_LATE(Subject.ACTION, false),
    /** It would not have cured what is wrong. */
    WOULD_NOT_HELP(Subject.ACTION, false),
    /** Monitor mode: it would have been triggered. */
    WOULD_TRIGGER(Subject.ACTION, false),
    /** It is about to be triggered: written before, so that what was triggered is known to whoever leads next. */
    TRIGGERED(Subject.ACTION, true),
    /** Flink reported it complete. */
    COMPLETED(Subject.ACTION, false),
    /** The savepoint was read back through Flink's own loader. */
    VERIFIED(Subject.ACTION, false),
    /** It failed, or was not carried out after all. */
    FAILED(Subject.ACTION, false),
    /** Nobody knows what came of it. */
    LOST(Subject.ACTION, false),
    /** The watch after it is over, and nothing happened. */
    UNHARMED(Subject.ACTION, false),
    /** The watch after it is over, and too little was seen. */
    OUTCOME_UNKNOWN(Subject.ACTION, false),
    /** It did not improve what it was for. */
    USELESS(Subject.ACTION, true),
    /** After it the job restarted, slowed down, or its checkpoints stopped completing. */
    HARMFUL(Subject.ACTION, true),
    /** One of our own savepoints was deleted. */
    DELETED(Subject.JOB, false);

    /** What an entry has to name. */
    enum Subject {
        NOBODY,
        JOB,
        INCIDENT,
        ACTION
    }

    private final Subject subject;
    private final boolean restrains;

    EntryKind(Subject subject, boolean restrains) {
        this.subject = subject;
        this.restrains = restrains;
    }

    Subject subject() {
        return subject;
    }

    /**
     * Whether an entry of this kind forbids what would be allowed without it. If one cannot be read, nobody knows what is
     * allowed. A lost result is no such thing: its {@link #TRIGGERED} entry forbids enough.
     */
    public boolean restrains() {
        return restrains;
    }

    /** Name in files, metrics and JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind with the label; empty if this version knows none. */
    public static Optional<EntryKind> of(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label))
                .findFirst();
    }
}
