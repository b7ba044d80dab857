/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.inside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.health.SimulatedJob;
import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.finding.Severity;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.InsideEvidence;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.KeyGroupEvidence;
import dev.flinkvitals.signals.SubtaskId;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HotKeyRuleTest {
    private static final SubtaskId SUBTASK = new SubtaskId(SimulatedJob.ENRICH, 1);

    @ParameterizedTest
    @CsvSource({
        // samples, key groups, hottest, hot: with 64 groups a fair share is 1.6 %, three times that 4.7 %
        "200, 64, 80, true",
        "200, 64, 40, true",
        // 5 % is above three fair shares, but of 64 groups one often is by chance
        "200, 64, 10, false",
        "19, 64, 19, false",
        "20, 64, 20, true",
        // of two groups: more than three quarters
        "200, 2, 190, true",
        "200, 2, 150, false",
        // a single group has all of it whatever the keys are
        "200, 1, 200, false",
        "0, 64, 0, false"
    })
    void tellsAHotKeyFromChance(int samples, int keyGroups, int hottest, boolean hot) {
        assertThat(HotKeyRule.isHot(evidence(samples, keyGroups, hottest))).isEqualTo(hot);
    }

    @Test
    void evenKeysRaiseNothingInTenThousandRounds() {
        Random random = new Random(4);
        int alarms = 0;
        for (int round = 0; round < 10_000; round++) {
            int groups = 2 + random.nextInt(127);
            int samples = 20 + random.nextInt(231);
            int[] seen = new int[groups];
            int hottest = 0;
            for (int i = 0; i < samples; i++) {
                hottest = Math.max(hottest, ++seen[random.nextInt(groups)]);
            }
            alarms += HotKeyRule.isHot(evidence(samples, groups, hottest)) ? 1 : 0;
        }
        assertThat(alarms).isZero();
    }

    @Test
    void saysThatMoreParallelismCannotHelp() {
        List<Observation> seen = HotKeyRule.observe(reading(evidence(200, 64, 80)), busy(0.97));

        assertThat(seen).singleElement().satisfies(observation -> {
            assertThat(observation.kind()).isEqualTo(FindingKind.HOT_KEY);
            assertThat(observation.severity()).isEqualTo(Severity.WARNING);
            assertThat(observation.cause()).isEqualTo("hot_key");
            assertThat(observation.place()).isEqualTo(Place.subtask(SimulatedJob.ENRICH, "enrich", 1));
            assertThat(observation.reason())
                    .startsWith(
                            "key group 17 takes 40 % of the time of subtask 1 of vertex 'enrich', where 2 % would be")
                    .contains("more parallelism cannot help");
        });
        assertThat(FindingKind.HOT_KEY.action()).contains("parallelism", "salt");
    }

    @Test
    void aKeyThatTakesLittleIsGoodToKnow() {
        assertThat(HotKeyRule.observe(reading(evidence(250, 64, 50)), busy(0.97)))
                .extracting(Observation::severity)
                .containsExactly(Severity.INFO);
    }

    @Test
    void aHotKeyWithoutPressureCostsNothing() {
        assertThat(HotKeyRule.observe(reading(evidence(200, 64, 80)), busy(0.3)))
                .isEmpty();
    }

    private static KeyGroupEvidence evidence(int samples, int keyGroups, int hottest) {
        return new KeyGroupEvidence(SUBTASK, SimulatedJob.START, samples, keyGroups, 17, hottest);
    }

    private static List<VertexLoad> busy(double share) {
        return List.of(new VertexLoad(
                SimulatedJob.ENRICH,
                "enrich",
                OptionalDouble.of(share),
                OptionalDouble.of(share),
                OptionalDouble.of(0),
                OptionalDouble.of(1 - share),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                1));
    }

    private static JobReading reading(KeyGroupEvidence evidence) {
        SimulatedJob job = new SimulatedJob();
        job.inside = new InsideEvidence(List.of(), List.of(evidence));
        return job.advance(Duration.ofSeconds(1));
    }
}
