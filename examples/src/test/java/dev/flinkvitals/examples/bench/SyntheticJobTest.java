/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.HealthModel;
import dev.flinkvitals.health.capacity.Bottleneck;
import dev.flinkvitals.health.finding.Finding;
import dev.flinkvitals.health.finding.Severity;
import dev.flinkvitals.health.score.Band;
import org.junit.jupiter.api.Test;

/** What is measured has to be what it is said to be. */
class SyntheticJobTest {
    @Test
    void isHealthy() {
        Assessment assessment = assess(false);

        assertThat(assessment.band()).isEqualTo(Band.GREEN);
        assertThat(assessment.findings())
                .extracting(Finding::severity)
                .doesNotContain(Severity.WARNING, Severity.CRITICAL);
    }

    @Test
    void isHeldBackWhenInTrouble() {
        Assessment assessment = assess(true);

        assertThat(assessment.bottleneck())
                .map(Bottleneck::place)
                .hasValueSatisfying(place -> assertThat(place.vertexName()).contains("totals"));
        assertThat(assessment.band()).isNotEqualTo(Band.GREEN);
    }

    private static Assessment assess(boolean troubled) {
        SyntheticJob job = new SyntheticJob(80, troubled);
        HealthModel model = new HealthModel(AssessBenchmark.CONFIG);
        Assessment last = model.assess(job.next());
        for (int i = 1; i < AssessBenchmark.WARM_CYCLES; i++) {
            last = model.assess(job.next());
        }
        return last;
    }
}
