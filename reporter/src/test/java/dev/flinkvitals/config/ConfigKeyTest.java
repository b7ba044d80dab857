/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConfigKeyTest {
    private static final Path DOCUMENTATION = Path.of("..", "docs", "configuration.md");

    @ParameterizedTest
    @EnumSource(ConfigKey.class)
    void hasADefaultThatObeysItsRule(ConfigKey key) {
        key.defaultText()
                .ifPresent(text -> assertThat(key.valueRule().parse(text)).isPresent());
        assertThat(key.key()).startsWith(ConfigKey.PREFIX);
        assertThat(ConfigKey.of(key.key())).contains(key);
    }

    @Test
    void isDocumentedRowByRow() throws IOException {
        List<String> documented = Files.readAllLines(DOCUMENTATION).stream()
                .filter(line -> line.startsWith("| `" + ConfigKey.PREFIX))
                .toList();

        assertThat(documented)
                .containsExactlyElementsOf(Arrays.stream(ConfigKey.values())
                        .map(ConfigKeyTest::row)
                        .toList());
    }

    private static String row(ConfigKey key) {
        return "| `%s` | %s | %s | %s | %s |"
                .formatted(
                        key.key(),
                        key.defaultText().map(text -> "`" + text + "`").orElse(""),
                        key.rule(),
                        key.environmentVariable().map(name -> "`" + name + "`").orElse(""),
                        key.description());
    }
}
