/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricTest {
    private static final Path DOCUMENTATION = Path.of("..", "docs", "metrics.md");

    @Test
    void isDocumentedRowByRow() throws IOException {
        List<String> documented = Files.readAllLines(DOCUMENTATION).stream()
                .filter(line -> line.startsWith("| `flink.vitals."))
                .toList();

        assertThat(documented)
                .containsExactlyElementsOf(
                        Arrays.stream(Metric.values()).map(MetricTest::row).toList());
    }

    @Test
    void hasNamesOfItsOwn() {
        assertThat(Metric.values()).extracting(Metric::metricName).doesNotHaveDuplicates();
    }

    private static String row(Metric metric) {
        String attributes =
                metric.attributes().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
        return "| `%s` | %s | `%s` | %s | %s |"
                .formatted(
                        metric.metricName(),
                        metric.kind().name().toLowerCase(Locale.ROOT),
                        metric.unit(),
                        attributes,
                        metric.description());
    }
}
