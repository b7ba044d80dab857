/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.inside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.health.SimulatedJob;
import dev.flinkvitals.health.capacity.Bottleneck;
import dev.flinkvitals.health.finding.Finding;
import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.finding.Severity;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SuspectsTest {
    private static final Topology TOPOLOGY = new SimulatedJob().topology;

    @Test
    void theBusiestSubtaskOfTheBottleneckIsSuspect() {
        assertThat(suspects(bottleneck(Place.vertex(SimulatedJob.ENRICH, "enrich"), Bottleneck.Kind.UNIFORM)))
                .containsExactly(new Suspect(new SubtaskId(SimulatedJob.ENRICH, 1), true));
    }

    @Test
    void aSubtaskThatIsNamedIsSuspect() {
        assertThat(suspects(bottleneck(Place.subtask(SimulatedJob.ENRICH, "enrich", 0), Bottleneck.Kind.SKEW)))
                .containsExactly(new Suspect(new SubtaskId(SimulatedJob.ENRICH, 0), true));
    }

    @Test
    void aSourceHasNoKeyGroups() {
        assertThat(suspects(
                        bottleneck(Place.vertex(SimulatedJob.SOURCE, "orders"), Bottleneck.Kind.SOURCE_FETCH_BOUND)))
                .containsExactly(new Suspect(new SubtaskId(SimulatedJob.SOURCE, 0), false));
    }

    @Test
    void findingsThatALookCanExplainAreFollowedOnceEachAndUpToFour() {
        List<Finding> findings = IntStream.range(0, 10)
                .mapToObj(i -> finding(FindingKind.DATA_SKEW, Place.subtask(SimulatedJob.SINK, "sink", i / 2)))
                .toList();

        assertThat(Suspects.of(Optional.empty(), findings, List.of(), TOPOLOGY))
                .extracting(suspect -> suspect.subtask().index())
                .containsExactly(0, 1, 2, 3);
    }

    @Test
    void nothingIsLookedAtForWhatALookDoesNotExplain() {
        List<Finding> findings = List.of(
                finding(FindingKind.CHECKPOINTS_SLOW, Place.vertex(SimulatedJob.SINK, "sink")),
                finding(FindingKind.BOTTLENECK, Place.JOB));

        assertThat(Suspects.of(Optional.empty(), findings, List.of(), TOPOLOGY)).isEmpty();
    }

    private static List<Suspect> suspects(Bottleneck bottleneck) {
        return Suspects.of(
                Optional.of(bottleneck),
                List.of(),
                List.of(load(SimulatedJob.SOURCE, 0), load(SimulatedJob.ENRICH, 1)),
                TOPOLOGY);
    }

    private static Bottleneck bottleneck(Place place, Bottleneck.Kind kind) {
        return new Bottleneck(place, kind, 0.9, 0.5, 0.9, "");
    }

    private static Finding finding(FindingKind kind, Place place) {
        return new Finding(
                kind.label(),
                SimulatedJob.START,
                Observation.of(kind, Severity.WARNING, place, "unknown", "", List.of()),
                Optional.empty(),
                false);
    }

    private static VertexLoad load(VertexId vertex, int busiest) {
        return new VertexLoad(
                vertex,
                "",
                OptionalDouble.of(0.9),
                OptionalDouble.of(0.9),
                OptionalDouble.of(0),
                OptionalDouble.of(0.1),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                busiest);
    }
}
