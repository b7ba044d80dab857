/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.ledger.files;

import dev.flinkvitals.breaker.ledger.Decoded;
import dev.flinkvitals.breaker.ledger.EntryKind;
import dev.flinkvitals.breaker.ledger.EntryName;
import dev.flinkvitals.breaker.ledger.Leadership;
import dev.flinkvitals.breaker.ledger.LedgerContents;
import dev.flinkvitals.breaker.ledger.LedgerEntry;
import dev.flinkvitals.breaker.ledger.LedgerText;
import dev.flinkvitals.breaker.ledger.Unreadable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads a ledger. Blocks as long as the storage does. Not thread safe. */
public final class LedgerReader {
    /** Name of the directory with one entry per leadership. */
    public static final String LEADERS = "leaders";

    /** Name of the directory with the claims: {@code <job>/<action>/<leadership>.entry}. */
    public static final String CLAIMS = "claims";

    /** More than any entry has. */
    public static final int MOST_BYTES = LedgerText.MAX_BYTES + 1;

    private final LedgerFiles files;
    private final BooleanSupplier givenUp;
    private final List<LedgerEntry> entries = new ArrayList<>();
    private final List<Unreadable> unreadable = new ArrayList<>();
    /** Number of the last entry of each leadership. */
    private final SortedMap<Leadership, Long> seen = new TreeMap<>();

    private final List<Torn> torn = new ArrayList<>();

    private record Torn(EntryName name, String reason) {}

    private @Nullable Leadership except;

    /**
     * A reader, for one read.
     *
     * @param files the ledger's files
     * @param givenUp asked before each file: whether nobody waits any more
     */
    public LedgerReader(LedgerFiles files, BooleanSupplier givenUp) {
        this.files = files;
        this.givenUp = givenUp;
    }

    /**
     * Leaves out what a leadership wrote.
     *
     * @param leadership usually the reader's own
     */
    public LedgerReader without(Leadership leadership) {
        except = leadership;
        return this;
    }

    /**
     * Reads all of it.
     *
     * @return what was found
     * @throws IOException as the other method throws it
     */
    public LedgerContents readAll() throws IOException {
        return read(LocalDate.MIN, name -> true);
    }

    /**
     * Reads.
     *
     * @param since days before are not even listed
     * @param wanted which entries, by their names; the others are left unread
     * @return what was found
     * @throws IOException if a directory could not be listed, or nobody waits any more; a file that cannot be read is part of
     *     the answer
     */
    public LedgerContents read(LocalDate since, Predicate<EntryName> wanted) throws IOException {
        // Its leaders tell the newest epoch by their names alone; what they say matters to people only.
        directory(LEADERS, wanted, null);
        for (String name : files.list("")) {
            LocalDate day = day(name);
            if (day != null && !day.isBefore(since)) {
                directory(name, wanted, day);
            }
        }
        for (Torn file : torn) {
            unreadable.add(
                    endsItsWriter(file.name())
                            ? new Unreadable(
                                    file.name().file(),
                                    file.name().at(),
                                    false,
                                    file.reason() + "; its writer got no further")
                            : Unreadable.of(file.name(), file.reason()));
        }
        return new LedgerContents(entries, unreadable, seen.keySet().stream().max(Comparator.naturalOrder()));
    }

    /** Whether a directory of that name, below that of a ledger, holds entries. */
    public static boolean holdsEntries(String directory) {
        return directory.equals(LEADERS) || day(directory) != null;
    }

    private static @Nullable LocalDate day(String name) {
        try {
            return name.length() == "2000-01-01".length() ? LocalDate.parse(name) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private void directory(String directory, Predicate<EntryName> wanted, @Nullable LocalDate day) throws IOException {
        for (String file : files.list(directory)) {
            if (givenUp.getAsBoolean()) {
                throw new InterruptedIOException("nobody waits for the ledger of " + files.location() + " any more");
            }
            if (!file.endsWith(EntryName.SUFFIX)) {
                // Storages have files of their own.
                continue;
            }
            Optional<EntryName> name = EntryName.parse(file);
            if (name.isPresent() && name.get().by().equals(except)) {
                continue;
            }
            if (name.isPresent()) {
                seen.merge(name.get().by(), name.get().sequence(), Math::max);
                if (wanted.test(name.get())) {
                    read(directory + "/" + file, name.get());
                }
            } else if (day != null) {
                unreadable.add(new Unreadable(
                        file,
                        day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
                        true,
                        "not named like an entry"));
            }
        }
    }

    private void read(String file, EntryName name) {
        try {
            Optional<byte[]> content = files.read(file, MOST_BYTES);
            if (content.isEmpty()) {
                unreadable.add(Unreadable.of(name, "gone while the ledger was read"));
                return;
            }
            decode(name, LedgerText.decode(content.get()));
        } catch (IOException e) {
            unreadable.add(Unreadable.of(name, "cannot be read: " + e));
        }
    }

    private void decode(EntryName name, Decoded decoded) {
        Optional<String> problem = decoded.fold(
                intact -> {
                    if (!intact.entry().name().equals(name)) {
                        return Optional.of(
                                "says that it is " + intact.entry().name().file());
                    }
                    entries.add(intact.entry());
                    return Optional.empty();
                },
                damaged -> {
                    torn.add(new Torn(name, "damaged: " + damaged.reason()));
                    return Optional.empty();
                },
                newer -> Optional.of("unknown: " + newer.reason()));
        problem.ifPresent(reason -> unreadable.add(Unreadable.of(name, reason)));
    }

    /**
     * Whether a damaged entry was being written when its writer ended. An action is triggered only after its entry and its claim
     * are written, so what a kill tore tells of none. A file that was damaged later has others of its writer after it.
     */
    private boolean endsItsWriter(EntryName name) throws IOException {
        return name.kind().equals(EntryKind.TRIGGERED.label())
                && seen.getOrDefault(name.by(), Long.MAX_VALUE) == name.sequence()
                && !claimedAfter(name);
    }

    private boolean claimedAfter(EntryName name) throws IOException {
        String own = name.by() + EntryName.SUFFIX;
        for (String job : files.list(CLAIMS)) {
            for (String action : files.list(CLAIMS + "/" + job)) {
                String claims = CLAIMS + "/" + job + "/" + action;
                if (files.list(claims).contains(own) && !isBefore(files.read(claims + "/" + own, MOST_BYTES), name)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A claim that cannot be read came at any time. */
    private static boolean isBefore(Optional<byte[]> claim, EntryName name) {
        return claim.isPresent()
                && LedgerText.decode(claim.get())
                        .fold(intact -> intact.entry().sequence() < name.sequence(), damaged -> false, newer -> false);
    }
}
