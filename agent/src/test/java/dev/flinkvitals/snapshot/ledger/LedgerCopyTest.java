/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.breaker.ledger.EntryKind;
import dev.flinkvitals.breaker.ledger.Facts;
import dev.flinkvitals.breaker.ledger.LedgerEntry;
import dev.flinkvitals.breaker.ledger.LedgerFact;
import dev.flinkvitals.snapshot.ledger.files.FetchedFiles;
import dev.flinkvitals.snapshot.ledger.files.LedgerReader;
import dev.flinkvitals.snapshot.ledger.files.LocalFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerCopyTest {
    @TempDir
    private Path directory;

    @Test
    void copyReadsLikeTheLedgerItself() throws IOException {
        LocalFiles local = new LocalFiles(directory);
        LedgerStore store = new LedgerStore(local);
        store.lead("aaaaaaaaaaaa", Optional.empty(), LedgerFact.lead(Facts.NOON, ""));
        LedgerEntry entry = new LedgerEntry(Facts.FIRST, 1, Facts.memory(EntryKind.TRIGGERED, Facts.NOON));
        store.append(entry);
        store.claim(entry);
        local.create("2026-01-02/torn.entry", new byte[0]);
        local.create("stop", new byte[0]);

        FetchedFiles copy =
                new FetchedFiles("copy", LedgerCopy.of(directory.toUri().toString()));

        assertThat(copy.list("")).containsExactly("2026-01-02", "leaders");
        assertThat(new LedgerReader(copy, () -> false).readAll())
                .isEqualTo(new LedgerReader(local, () -> false).readAll());
        assertThat(new LedgerReader(copy, () -> false).readAll().entries()).hasSize(2);
    }
}
