/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.ledger;

import dev.flinkvitals.breaker.ledger.EntryName;
import dev.flinkvitals.breaker.ledger.Leadership;
import dev.flinkvitals.breaker.ledger.LedgerEntry;
import dev.flinkvitals.breaker.ledger.LedgerFact;
import dev.flinkvitals.breaker.ledger.LedgerText;
import dev.flinkvitals.snapshot.ledger.files.LedgerFiles;
import dev.flinkvitals.snapshot.ledger.files.LedgerReader;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The ledger's files: {@code leaders/} with one entry per leadership, {@code <yyyy-MM-dd>/} with one file per entry, and
 * {@code claims/<job>/<incident>-<attempt>/} with one file per leadership that claimed the action. Nothing is ever changed or
 * deleted.
 *
 * <p>Blocks as long as the storage does. Not thread safe.
 */
final class LedgerStore {
    private static final String OWNER = "owner";
    /** Two JobManagers that begin to lead at the same moment try again; a third time is no accident. */
    private static final int TRIES = 5;

    private final LedgerFiles files;

    LedgerStore(LedgerFiles files) {
        this.files = files;
    }

    LedgerFiles files() {
        return files;
    }

    /** Leaders so far, as the names of their files tell. */
    List<Leadership> leaders() throws IOException {
        return files.list(LedgerReader.LEADERS).stream()
                .flatMap(file -> EntryName.parse(file).stream())
                .map(EntryName::by)
                .sorted()
                .toList();
    }

    /**
     * Begins a leadership later than all others.
     *
     * @param leader random id of the leadership
     * @param after a leadership of which there is a sign elsewhere
     * @param fact what to say
     * @throws IOException if it cannot be written, or others keep coming
     */
    Leadership lead(String leader, Optional<Leadership> after, LedgerFact fact) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            long last = Math.max(
                    after.map(Leadership::epoch).orElse(0L),
                    leaders().stream().mapToLong(Leadership::epoch).max().orElse(0));
            Leadership by = new Leadership(last + 1, leader);
            LedgerEntry entry = new LedgerEntry(by, 0, fact);
            files.create(LedgerReader.LEADERS + "/" + entry.name().file(), LedgerText.encode(entry));
            if (isLatest(by, true)) {
                return by;
            }
        }
        throw new IOException("other JobManagers begin to lead at the same time in " + files.location());
    }

    /**
     * Whether nobody leads since.
     *
     * @throws IOException if that cannot be told; also if the leadership's own file is gone, because then this is not the
     *     ledger that it was
     */
    boolean isNewest(Leadership by) throws IOException {
        return isLatest(by, false);
    }

    private boolean isLatest(Leadership by, boolean alone) throws IOException {
        List<Leadership> all = leaders();
        if (!all.contains(by)) {
            throw new IOException("the entry of leadership " + by + " is gone from " + files.location());
        }
        return all.stream()
                .filter(other -> !other.leader().equals(by.leader()))
                .noneMatch(other -> alone ? other.epoch() >= by.epoch() : other.compareTo(by) > 0);
    }

    /** Writes an entry. */
    void append(LedgerEntry entry) throws IOException {
        EntryName name = entry.name();
        files.create(name.day() + "/" + name.file(), LedgerText.encode(entry));
    }

    /**
     * Claims an action. Of any number of leaders that claim the same one, at most one gets it: on a storage that lists what was
     * written before, because each shows itself first and looks for others then; on a storage that creates a file only once,
     * because of that. If two come at the same moment, it may be that neither gets it. A leader that asks again after an
     * answer that it did not get, gets the same one.
     *
     * @return who else claimed it; empty if it is the caller's
     */
    Optional<String> claim(LedgerEntry entry) throws IOException {
        String directory = LedgerReader.CLAIMS + "/" + ClaimName.of(entry.fact());
        String own = entry.by().toString();
        createOnce(directory + "/" + own + EntryName.SUFFIX, LedgerText.encode(entry));
        Optional<String> other = files.list(directory).stream()
                .filter(file -> file.endsWith(EntryName.SUFFIX) && !file.equals(own + EntryName.SUFFIX))
                .max(Comparator.naturalOrder())
                .map(file -> file.substring(0, file.length() - EntryName.SUFFIX.length()));
        if (other.isPresent()) {
            return other;
        }
        if (createOnce(directory + "/" + OWNER, LedgerText.encode(entry))) {
            return Optional.empty();
        }
        return ownerOf(directory).filter(owner -> !owner.equals(own));
    }

    /** Returns whether it was not there. */
    private boolean createOnce(String file, byte[] content) throws IOException {
        try {
            files.create(file, content);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            // Hadoop's file systems throw exceptions of their own.
            if (files.exists(file)) {
                return false;
            }
            throw e;
        }
    }

    /** A torn file names nobody, and nobody is not the caller. */
    private Optional<String> ownerOf(String directory) throws IOException {
        byte[] content =
                files.read(directory + "/" + OWNER, LedgerText.MAX_BYTES).orElse(new byte[0]);
        return Optional.of(LedgerText.decode(content)
                .fold(
                        intact -> intact.entry().by().toString(),
                        damaged -> "somebody whose claim is damaged",
                        newer -> "a leader of another version"));
    }
}
