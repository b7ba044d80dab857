/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingKindTest {
    @Test
    void theDocumentationListsEachKindWithItsRunbookStep() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("../docs/findings.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(FindingKind.values())
                        .map(kind -> "| `" + kind.label() + "` | "
                                + kind.component().label() + " | " + kind.title() + " | " + kind.action() + " |")
                        .toList());
    }

    @Test
    void everyKindSaysWhatToDo() {
        assertThat(FindingKind.values())
                .allSatisfy(kind -> assertThat(kind.action())
                        .as(kind.label())
                        .hasSizeGreaterThan(30)
                        .endsWith("."));
    }
}
