/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.ledger;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Name of an entry's file. It tells what a torn file can no longer tell, and lets a reader leave files unread. Names sort by
 * time as texts.
 *
 * @param at when it happened, in whole milliseconds
 * @param by whose entry it is
 * @param sequence its number within the leadership, from 0
 * @param kind label of its kind; another version may know more kinds
 */
public record EntryName(Instant at, Leadership by, long sequence, String kind) {
    /** How the names of entries end. */
    public static final String SUFFIX = ".entry";

    private static final Pattern FORM =
            Pattern.compile("([0-9]{13,15})-([0-9]{1,18})-([0-9a-f]{8,32})-([0-9]{1,18})-([a-z][a-z_]*)\\.entry");

    /** Cuts the time. */
    public EntryName {
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }

    /** The name that a file's name stands for; empty if it is none. */
    public static Optional<EntryName> parse(String file) {
        Matcher found = FORM.matcher(file);
        if (!found.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new EntryName(
                    Instant.ofEpochMilli(Long.parseLong(found.group(1))),
                    new Leadership(Long.parseLong(found.group(2)), found.group(3)),
                    Long.parseLong(found.group(4)),
                    found.group(5)));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The file's name. */
    public String file() {
        return String.format(
                Locale.ROOT,
                "%013d-%06d-%s-%06d-%s%s",
                at.toEpochMilli(),
                by.epoch(),
                by.leader(),
                sequence,
                kind,
                SUFFIX);
    }

    /** The day, in UTC, whose directory holds the file. */
    public LocalDate day() {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    /**
     * Whether it forbids what would be allowed without it; a kind that this version does not know may.
     *
     * @see EntryKind#restrains
     */
    public boolean restrains() {
        return EntryKind.of(kind).map(EntryKind::restrains).orElse(true);
    }
}
