/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.health.finding.FindingKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the documentation promises is what the code has. */
class OperatingGuideTest {
    private static final Pattern METRIC = Pattern.compile("`(flink\\.vitals\\.[a-z_.]+)`");
    private static final Pattern FINDING_ROW = Pattern.compile("(?i)findings? (?:`[a-z_]+`[^|;.]*)+");
    private static final Pattern NAME = Pattern.compile("`([a-z]+(?:_[a-z]+)+)`");

    @Test
    void eachMetricOfTheGuideIsInTheCatalogue() throws IOException {
        Set<String> catalogue =
                Arrays.stream(Metric.values()).map(Metric::metricName).collect(Collectors.toSet());

        assertThat(names(METRIC, guide()))
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(catalogue).contains(name));
    }

    @Test
    void eachFindingOfTheGuideIsInTheCatalogue() throws IOException {
        Set<String> catalogue =
                Arrays.stream(FindingKind.values()).map(FindingKind::label).collect(Collectors.toSet());
        List<String> named = FINDING_ROW
                .matcher(guide())
                .results()
                .flatMap(row -> names(NAME, row.group()).stream())
                .toList();

        assertThat(named)
                .hasSizeGreaterThan(20)
                .allSatisfy(name -> assertThat(catalogue).contains(name));
    }

    private static List<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }

    private static String guide() throws IOException {
        return Files.readString(Path.of("../docs/operating-guide.md"));
    }
}
