/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerFolderTest {
    private static final String OPENED = "1767225600000-000001-aaaaaaaaaaaa-000001-incident_opened.entry";
    private static final String TRIGGERED = "1767225601000-000001-aaaaaaaaaaaa-000002-triggered.entry";
    private static final String OTHERS = "1767225602000-000002-bbbbbbbbbbbb-000009-verified.entry";

    @TempDir
    private Path directory;

    private LedgerFolder folder(String... entries) throws IOException {
        Path day = Files.createDirectories(directory.resolve("2026-01-01"));
        for (String entry : entries) {
            Files.createFile(day.resolve(entry));
        }
        Files.createDirectories(directory.resolve("leaders"));
        Files.createFile(directory.resolve("leaders/1767225600000-000001-aaaaaaaaaaaa-000000-lead.entry"));
        return new LedgerFolder(directory);
    }

    @Test
    void listsTheEntriesOfAllDaysWithTheirKinds() throws IOException {
        assertThat(folder(OPENED, TRIGGERED).entries())
                .containsExactly(OPENED, TRIGGERED)
                .extracting(LedgerFolder::kind)
                .containsExactly("incident_opened", "triggered");
    }

    @Test
    void theTailIsTheLastOfItsLeader() throws IOException {
        LedgerFolder folder = folder(OPENED, TRIGGERED, OTHERS);

        assertThat(folder.isTail(OPENED)).isFalse();
        assertThat(folder.isTail(TRIGGERED)).isTrue();
        assertThat(folder.isTail(OTHERS)).isTrue();
    }

    @Test
    void nothingIsThereYet() {
        assertThat(new LedgerFolder(directory.resolve("none")).entries()).isEmpty();
    }
}
