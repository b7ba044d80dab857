/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.breaker.Rule;
import dev.flinkvitals.breaker.Situation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PreflightTest {
    private static final List<Rule> RULES = Arrays.stream(Rule.values())
            .filter(rule -> rule.group() != Rule.Group.RESTRAINT)
            .toList();

    @ParameterizedTest
    @EnumSource(Action.class)
    void asksEachRuleOnceInTheOrderOfTheRulesAndPassesWhenNothingIsWrong(Action action) {
        Situation situation = new Situation();
        situation.recovery = Samples.recovery(60, 120);

        List<Check> checks = situation.preflight(action).checks();

        assertThat(checks).extracting(Check::rule).containsExactlyElementsOf(RULES);
        assertThat(checks).extracting(Check::verdict).containsOnly(Check.Verdict.PASS);
        assertThat(checks).extracting(Check::evidence).doesNotContain("");
    }

    @Test
    void saysWhenItIsTooLate() {
        Situation situation = new Situation();
        situation.deadline = Optional.of(Duration.ofSeconds(59));

        assertThat(situation.preflight(Action.SAVEPOINT).tooLate())
                .contains("a savepoint takes about 60 s, but only 59 s are left");
        assertThat(situation.preflight(Action.CHECKPOINT).tooLate()).isEmpty();
    }

    @Test
    void theDocumentationListsEachRule() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("../docs/breaker.md")).stream()
                .filter(line -> line.matches("\\| [a-z]+ \\| `[a-z-]+` \\|.*"))
                .toList();

        assertThat(rows)
                .extracting(row -> row.replaceFirst("^(\\| [a-z]+ \\| `[a-z-]+` \\|).*", "$1"))
                .containsExactlyElementsOf(Arrays.stream(Rule.values())
                        .map(rule ->
                                "| " + rule.group().name().toLowerCase(Locale.ROOT) + " | `" + rule.label() + "` |")
                        .toList());
    }

    @Test
    void theDocumentationTellsTheLimitsThatTheRulesHave() throws IOException {
        assertThat(documented("tolerable-failures")).contains("at least " + CheckpointRules.MIN_TOLERABLE_FAILURES);
        assertThat(documented("recent-checkpoint"))
                .contains(CheckpointRules.RECENT_INTERVALS + " intervals")
                .contains(CheckpointRules.RECENT_AT_LEAST.toMinutes() + " min")
                .contains("" + CheckpointRules.SURE_OF_CAUSE);
        assertThat(documented("backpressure")).contains("below " + percent(BarrierRules.BACKPRESSURE_LIMIT));
        assertThat(documented("barriers")).contains("below " + percent(BarrierRules.SHARE_OF_TIMEOUT));
        assertThat(documented("time")).contains(TimeRules.TIMES_TO_FIT == 2 ? "half" : "?");
        assertThat(documented("upload-rate"))
                .contains("at least " + percent(StorageRules.SHARE_OF_USUAL_RATE))
                .contains(StorageRules.SMALL_STATE_BYTES / 1_000_000 + " MB")
                .contains(StorageRules.SMALL_UPLOAD_BYTES / 1024 + " KiB");
        assertThat(documented("jobmanager-heap")).contains("below " + percent(ResourceRules.JOB_MANAGER_HEAP_LIMIT));
        assertThat(documented("taskmanager-heap"))
                .contains("at least " + percent(ResourceRules.TASK_MANAGER_HEAP_FREE));
        assertThat(documented("local-disk")).contains(ResourceRules.DISK_MARGIN + " times");
        assertThat(documented("confidence"))
                .contains("" + EvidenceRules.CONFIDENCE)
                .contains("" + EvidenceRules.CONFIDENCE_FOR_CHECKPOINT);
        assertThat(documented("signals")).contains("at least " + EvidenceRules.SIGNALS);
        assertThat(documented("sustained"))
                .contains(EvidenceRules.WINDOWS + " of the last " + EvidenceRules.LAST_WINDOWS);
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }

    private static String documented(String rule) throws IOException {
        return Files.readAllLines(Path.of("../docs/breaker.md")).stream()
                .filter(line -> line.contains("| `" + rule + "` |"))
                .findFirst()
                .orElseThrow();
    }
}
