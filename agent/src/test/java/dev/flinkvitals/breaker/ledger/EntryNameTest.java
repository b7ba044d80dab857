/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryNameTest {
    private static final EntryName NAME =
            new LedgerEntry(Facts.SECOND, 17, Facts.memory(EntryKind.TRIGGERED, Facts.NOON)).name();

    @Test
    void tellsWhatATornFileNoLongerTells() {
        assertThat(NAME.file()).isEqualTo("1767355200000-000002-bbbbbbbbbbbb-000017-triggered.entry");
        assertThat(EntryName.parse(NAME.file())).contains(NAME);
        assertThat(NAME.day()).isEqualTo(LocalDate.of(2026, 1, 2));
    }

    @Test
    void onlyWhatForbidsSomethingRestrains() {
        assertThat(NAME.restrains()).isTrue();
        assertThat(new EntryName(NAME.at(), NAME.by(), 18, "refused").restrains())
                .isFalse();
        assertThat(new EntryName(NAME.at(), NAME.by(), 18, "of_a_later_version").restrains())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "notes.txt",
                "1767355200000-000002-bbbbbbbbbbbb-000017-triggered.entry.tmp",
                "1767355200000-000000-bbbbbbbbbbbb-000017-triggered.entry",
                "1767355200000-000002-BBBBBBBBBBBB-000017-triggered.entry",
                "1767355200000-000002-bbbbbbbbbbbb-triggered.entry",
                "9999999999999999999999-000002-bbbbbbbbbbbb-000017-triggered.entry"
            })
    void otherFilesAreNone(String file) {
        assertThat(EntryName.parse(file)).isEmpty();
    }
}
