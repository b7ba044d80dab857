/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.health.judgement.Place;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Windows of 10 s: fresh for 20 s, stale after 60 s. */
class ComponentMemoryTest {
    private final ComponentMemory memory = new ComponentMemory(Duration.ofSeconds(10));

    @Test
    void holdsTheLastFindingWhileItsFreshnessWanes() {
        settle(known(0.6, "a"), 0);
        assertThat(confidence(settle(new Judgement.Missing("gone"), 20))).isEqualTo(1.0, within(1e-9));
        assertThat(confidence(settle(new Judgement.Missing("gone"), 40))).isEqualTo(0.5, within(1e-9));
        ComponentMemory.Settled stale = settle(new Judgement.Missing("gone"), 60);
        assertThat(stale.finding()).isEqualTo(new Judgement.Missing("gone"));
        assertThat(severity(stale)).as("its severity goes on counting").isEqualTo(0.6);
    }

    @Test
    void doesNotGetBetterWithoutASignalThatItHad() {
        settle(known(0.6, "a", "b"), 0);
        ComponentMemory.Settled less = settle(known(0.2, "a"), 1);
        assertThat(severity(less)).isEqualTo(0.6);
        assertThat(confidence(less)).isEqualTo(0.5);
        assertThat(reason(less)).isEqualTo("severity 0.6 (kept, because evidence is incomplete; missing now: b)");
        assertThat(severity(settle(known(0.2, "a", "b"), 2)))
                .as("all there again")
                .isEqualTo(0.2);
    }

    @Test
    void getsWorseEvenWithoutASignalThatItHad() {
        settle(known(0.6, "a", "b"), 0);
        assertThat(severity(settle(known(0.9, "a"), 1))).isEqualTo(0.9);
    }

    @Test
    void doesNotGetBetterWhileSomeTaskManagersAreNotHeard() {
        settle(known(0.6, "a"), 0);
        ComponentMemory.Settled settled = memory.settle(known(0.1, "a"), false, Duration.ofSeconds(1));
        assertThat(severity(settled)).isEqualTo(0.6);
        assertThat(reason(settled)).endsWith("not every TaskManager was heard)");
    }

    @Test
    void forgetsWhatNoLongerApplies() {
        settle(known(0.6, "a"), 0);
        assertThat(settle(new Judgement.NotApplicable("off"), 1).last()).isNull();
    }

    private ComponentMemory.Settled settle(Judgement finding, int second) {
        return memory.settle(finding, true, Duration.ofSeconds(second));
    }

    private static Judgement.Known known(double severity, String... signals) {
        return new Judgement.Known(severity, "severity " + severity, Place.JOB, List.of(), 1.0, Set.of(signals));
    }

    private static double severity(ComponentMemory.Settled settled) {
        Judgement.Known last = settled.last();
        return last == null ? Double.NaN : last.severity();
    }

    private static double confidence(ComponentMemory.Settled settled) {
        return settled.finding().fold(Judgement.Known::confidence, m -> 0.0, n -> Double.NaN);
    }

    private static String reason(ComponentMemory.Settled settled) {
        return settled.finding()
                .fold(Judgement.Known::reason, Judgement.Missing::reason, Judgement.NotApplicable::reason);
    }
}
