/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.health.judgement.Place;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A vertex with 1,000 records/s, windows of 5 s, and a checkpoint every 5 s. */
class StateGrowthTest {
    private static final double MB = 1e6;
    private static final int TEN_MINUTES = 600;

    private final StatefulVertex vertex = new StatefulVertex();

    @BeforeEach
    void keepsAStateWithoutTtl() {
        vertex.declare("carts", Optional.empty());
    }

    @Test
    void namesAStateWithoutTtlThatGrowsWithThe24thCheckpoint() {
        vertex.size = t -> (10 + 0.1 * t) * MB;
        // The first checkpoint is at 0 s, the 24th at 23 * 5 s.
        assertThat(vertex.firstObservation(TEN_MINUTES)).isEqualTo(115);
        assertThat(vertex.observations()).singleElement().satisfies(o -> {
            assertThat(o.kind()).isEqualTo(FindingKind.STATE_WITHOUT_TTL_GROWS);
            assertThat(o.cause()).isEqualTo("no_ttl");
            assertThat(o.place()).isEqualTo(Place.vertex(StatefulVertex.ID, "enrich"));
            assertThat(o.reason())
                    .startsWith(
                            "state 'carts' of enrich has no TTL and grows by 100.0 kB/s (100 B for each record): at ");
        });
    }

    @Test
    void measuresGrowthBySecondAndByRecord() {
        vertex.size = t -> (10 + 0.1 * t) * MB;
        vertex.run(TEN_MINUTES);
        StateGrowth whole = vertex.tracker.states().get(0);
        assertThat(whole.state()).isEmpty();
        assertThat(whole.bytesPerSecond()).hasValueCloseTo(100_000.0, within(1.0));
        // 100,000 bytes for 1,000 records
        assertThat(whole.bytesPerRecord()).hasValueCloseTo(100.0, within(0.01));
        assertThat(whole.unbounded()).isTrue();
        assertThat(vertex.tracker.states().get(1)).satisfies(named -> {
            assertThat(named.state()).contains("carts");
            assertThat(named.withoutTimeToLive()).contains(true);
            assertThat(named.unbounded()).isTrue();
        });
    }

    @Test
    void saysWhenTheNumberOfKeysGrows() {
        vertex.size = t -> (10 + 0.1 * t) * MB;
        vertex.keys = t -> 1000 + 10 * t;
        vertex.firstObservation(TEN_MINUTES);
        assertThat(vertex.observations().get(0).reason()).endsWith("; the number of keys grows");
    }

    @Test
    void doesNotBlameAStateWhoseDeclarationWasNotSeenForItsTtl() {
        vertex.forgetDeclarations();
        vertex.size = t -> (10 + 0.1 * t) * MB;
        vertex.firstObservation(TEN_MINUTES * 2);
        assertThat(vertex.observations())
                .extracting(Observation::kind, Observation::cause)
                .containsExactly(tuple(FindingKind.STATE_GROWS, "unbounded"));
    }

    @Test
    void countsInFullOnlyWhatWasSeenFor360Windows() {
        vertex.forgetDeclarations();
        // From 10 MB on, 20 kB/s: it doubles within less than 60 min, which is 720 windows.
        vertex.size = t -> (10 + 0.02 * t) * MB;
        vertex.run(TEN_MINUTES);
        assertThat(vertex.severity()).isEqualTo(0.5);
        vertex.run(5 * TEN_MINUTES);
        assertThat(vertex.severity()).isGreaterThan(0.5);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void neverBlamesAStateOfSteadySize(int seed) {
        vertex.seed(seed);
        vertex.size = t -> (50 + vertex.noise()) * MB;
        assertThat(vertex.firstObservation(6 * TEN_MINUTES)).isEqualTo(StatefulVertex.NEVER);
    }

    @Test
    void neverBlamesASteadyStateWhoseOldVersionsPileUpBetweenCompactions() {
        vertex.size = t -> (50 + 0.5 * (t % 20)) * MB;
        assertThat(vertex.firstObservation(6 * TEN_MINUTES)).isEqualTo(StatefulVertex.NEVER);
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 300, 900})
    void neverBlamesWindowedState(int periodSeconds) {
        vertex.forgetDeclarations();
        vertex.name = "window-contents";
        vertex.size = t -> (5 + 40.0 * (t % periodSeconds) / periodSeconds) * MB;
        assertThat(vertex.firstObservation(9 * TEN_MINUTES)).isEqualTo(StatefulVertex.NEVER);
    }

    @Test
    void neverBlamesAWarmUp() {
        vertex.size = t -> 60 * (1 - Math.exp(-t / 60.0)) * MB;
        assertThat(vertex.firstObservation(6 * TEN_MINUTES)).isEqualTo(StatefulVertex.NEVER);
    }

    @Test
    void neverBlamesAStateThatFollowsItsInput() {
        vertex.size = t -> (20 + 0.02 * t) * MB;
        vertex.recordsPerSecond = t -> 1000 * (20 + 0.02 * t) / 20;
        assertThat(vertex.firstObservation(2 * TEN_MINUTES)).isEqualTo(StatefulVertex.NEVER);
    }

    @Test
    void waitsUntilStatesWithTtlHadTimeToEnd() {
        vertex.forgetDeclarations();
        vertex.declare("carts", Optional.of(Duration.ofMinutes(15)));
        // It fills for the first 15 minutes, and holds what came in the last 15 from then on.
        vertex.size = t -> (10 + 0.1 * Math.min(900, t)) * MB;
        assertThat(vertex.firstObservation(9 * TEN_MINUTES)).isEqualTo(StatefulVertex.NEVER);
    }

    @Test
    void trustsTheCheckpointsOverADatabaseWhoseMemtablesFill() {
        vertex.size = t -> 50 * MB;
        vertex.databaseSize = t -> (50 + 0.1 * t) * MB;
        assertThat(vertex.firstObservation(TEN_MINUTES)).isEqualTo(StatefulVertex.NEVER);
    }

    @Test
    void leavesInFlightDataOut() {
        vertex.size = t -> (50 + 0.1 * t) * MB;
        vertex.inFlight = t -> 0.1 * t * MB;
        vertex.databaseSize = t -> 50 * MB;
        assertThat(vertex.firstObservation(TEN_MINUTES)).isEqualTo(StatefulVertex.NEVER);
    }

    @Test
    void isUnknownUntilItHasSeenEnoughAndGoodAfterwards() {
        vertex.size = t -> 50 * MB;
        vertex.run(60);
        assertThat(vertex.judgement()).isInstanceOf(Judgement.Missing.class);
        vertex.run(120);
        assertThat(vertex.severity()).isZero();
    }
}
