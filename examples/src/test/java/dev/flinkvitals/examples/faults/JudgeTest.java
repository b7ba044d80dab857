/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.examples.cluster.FindingView;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final Truth SLOW_SINK =
            Truth.of(Set.of("bottleneck"), Set.of("external_wait")).at("ledger").with(Set.of("lag_grows"));
    private static final FindingView RIGHT = Findings.bottleneck("ledger: Writer", "external_wait");

    private final Judge judge = new Judge(SLOW_SINK);

    @Test
    void detectsWithTheFirstFindingThatNamesTheFault() {
        judge.see(1, List.of());
        judge.see(7, List.of(RIGHT));
        judge.see(8, List.of(RIGHT));

        assertThat(judge.detected()).hasValue(7);
        assertThat(judge.diagnosed()).hasValue(7);
        assertThat(judge.isCauseRight()).isTrue();
        assertThat(judge.isVertexRight()).isTrue();
        assertThat(judge.falseAlarms()).isEmpty();
    }

    @Test
    void countsTheDiagnosisFromWhenItStaysRight() {
        judge.see(5, List.of(Findings.bottleneck("ledger: Writer", "unknown")));
        judge.see(6, List.of(RIGHT));
        judge.see(7, List.of(Findings.bottleneck("ledger: Writer", "cpu")));
        judge.see(8, List.of(RIGHT));

        assertThat(judge.detected()).hasValue(5);
        assertThat(judge.diagnosed()).hasValue(8);
    }

    @Test
    void keepsTheLastWordAfterTheFindingClosed() {
        judge.see(5, List.of(Findings.bottleneck("ledger: Writer", "cpu")));
        judge.see(6, List.of());

        assertThat(judge.isCauseRight()).isFalse();
        assertThat(judge.diagnosis()).map(FindingView::cause).contains("cpu");
        assertThat(judge.diagnosed()).isEmpty();
    }

    @Test
    void doesNotDetectByASymptom() {
        judge.see(5, List.of(Findings.ofJob("lag_grows", "critical")));

        assertThat(judge.detected()).isEmpty();
        assertThat(judge.falseAlarms()).isEmpty();
    }

    @Test
    void doesNotDetectByAnInformation() {
        FindingView mild = new FindingView(
                "1",
                "bottleneck",
                "info",
                "external_wait",
                "",
                RIGHT.vertex(),
                RIGHT.subtask(),
                Optional.empty(),
                false);

        judge.see(5, List.of(mild));
        assertThat(judge.detected()).isEmpty();

        judge.see(9, List.of(RIGHT));
        assertThat(judge.detected()).hasValue(9);
    }

    @Test
    void countsTheRightKindAtTheWrongPlaceAsFalseAlarm() {
        judge.see(5, List.of(Findings.bottleneck("score", "external_wait")));

        assertThat(judge.isVertexRight()).isFalse();
        assertThat(judge.falseAlarms()).hasSize(1);
    }

    @Test
    void countsWhateverIsSaidBeforeTheFault() {
        judge.see(-3, List.of(RIGHT));
        judge.see(-2, List.of(RIGHT));

        assertThat(judge.detected()).isEmpty();
        assertThat(judge.falseAlarms())
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.at()).isEqualTo(-3));
    }

    @Test
    void countsAForeignFindingOnceUnlessItIsExplainedOrAnInformation() {
        FindingView foreign = Findings.ofJob("gc_pressure", "warning");
        judge.see(5, List.of(Findings.ofJob("restart_loop", "info"), Findings.explained(foreign)));
        assertThat(judge.falseAlarms()).isEmpty();

        judge.see(6, List.of(foreign));
        judge.see(7, List.of(foreign));
        assertThat(judge.falseAlarms()).hasSize(1);
    }

    @Test
    void countsEveryAlarmOfAHealthyJob() {
        Judge healthy = new Judge(Truth.HEALTHY);

        healthy.see(5, List.of(Findings.explained(RIGHT), Findings.ofJob("storage_is_local", "info")));

        assertThat(healthy.falseAlarms()).hasSize(1);
        assertThat(healthy.detected()).isEmpty();
    }

    @Test
    void takesAFindingWithoutSubtaskAsRightAboutTheSubtask() {
        Judge skew = new Judge(Truth.of(Set.of("bottleneck"), Set.of("skew")).at("combine", 1));

        skew.see(5, List.of(Findings.bottleneck("combine", "skew")));
        assertThat(skew.isVertexRight()).isTrue();

        skew.see(6, List.of(Findings.inSubtask(Findings.bottleneck("combine", "skew"), 0)));
        assertThat(skew.isVertexRight()).isFalse();

        skew.see(7, List.of(Findings.inSubtask(Findings.bottleneck("combine", "skew"), 1)));
        assertThat(skew.isVertexRight()).isTrue();
    }
}
