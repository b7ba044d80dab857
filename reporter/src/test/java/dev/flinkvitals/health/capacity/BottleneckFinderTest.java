/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.health.SimulatedJob;
import dev.flinkvitals.health.estimate.Trend;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.lag.JobLag;
import dev.flinkvitals.health.lag.SourceLag;
import dev.flinkvitals.health.load.JobLoad;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class BottleneckFinderTest {
    private static final VertexId SOURCE = SimulatedJob.vertex(1);
    private static final VertexId MAP = SimulatedJob.vertex(2);
    private static final VertexId SINK = SimulatedJob.vertex(3);
    private static final VertexId ARCHIVE = SimulatedJob.vertex(4);
    private static final Topology CHAIN =
            new Topology(List.of(vertex(SOURCE, "source"), vertex(MAP, "map", SOURCE), vertex(SINK, "sink", MAP)));
    private static final Topology FORK = new Topology(
            List.of(vertex(SOURCE, "source"), vertex(SINK, "sink", SOURCE), vertex(ARCHIVE, "archive", SOURCE)));
    private static final JobLag STEADY = lag(Trend.STEADY);
    private static final JobLag RISING = lag(Trend.RISING);

    @Test
    void namesTheVertexWhereBackpressureEnds() {
        Bottleneck found = find(CHAIN, STEADY, load(SOURCE, 0.1, 0.9), load(MAP, 0.12, 0.88), load(SINK, 0.97, 0))
                .orElseThrow();
        assertThat(found.place()).isEqualTo(Place.vertex(SINK, "sink"));
        assertThat(found.kind()).isEqualTo(Bottleneck.Kind.UNIFORM);
        assertThat(found.reason())
                .isEqualTo("vertex 'sink' holds the job back: busy 97 %, its input is backpressured 88 %");
    }

    @Test
    void namesAVertexInTheMiddleThatIsSlightlyBackpressuredItself() {
        assertThat(find(CHAIN, STEADY, load(SOURCE, 0.1, 0.8), load(MAP, 0.7, 0.3), load(SINK, 0.6, 0)))
                .map(Bottleneck::place)
                .contains(Place.vertex(MAP, "map"));
    }

    @Test
    void takesTheBusyBranchOfAFork() {
        assertThat(find(FORK, STEADY, load(SOURCE, 0.1, 0.9), load(SINK, 0.3, 0), load(ARCHIVE, 0.95, 0)))
                .map(Bottleneck::place)
                .contains(Place.vertex(ARCHIVE, "archive"));
    }

    @Test
    void namesTheCulpritOfEachBranch() {
        assertThat(findAll(FORK, STEADY, load(SOURCE, 0.1, 0.9), load(SINK, 0.97, 0), load(ARCHIVE, 0.95, 0)))
                .extracting(Bottleneck::place)
                .containsExactly(Place.vertex(SINK, "sink"), Place.vertex(ARCHIVE, "archive"));
    }

    @Test
    void doesNotSuspectAnIdleBranchWhileAnotherPassesTheBackpressureOn() {
        Topology topology = new Topology(List.of(
                vertex(SOURCE, "source"),
                vertex(MAP, "map", SOURCE),
                vertex(ARCHIVE, "archive", SOURCE),
                vertex(SINK, "sink", MAP)));
        assertThat(findAll(
                        topology,
                        STEADY,
                        load(SOURCE, 0.1, 0.9),
                        load(MAP, 0.1, 0.85),
                        load(ARCHIVE, 0.2, 0),
                        load(SINK, 0.96, 0)))
                .extracting(Bottleneck::place)
                .containsExactly(Place.vertex(SINK, "sink"));
    }

    @Test
    void isUnsureOfAVertexThatIsNotBusy() {
        Bottleneck found = find(CHAIN, STEADY, load(SOURCE, 0.1, 0.9), load(MAP, 0.2, 0.1), load(SINK, 0.1, 0))
                .orElseThrow();
        assertThat(found.place()).isEqualTo(Place.vertex(MAP, "map"));
        assertThat(found.confidence()).isLessThan(0.5);
    }

    @Test
    void namesTheSubtaskIfOneIsMuchBusierThanTheMedian() {
        VertexLoad skewed = new VertexLoad(
                SINK,
                "sink",
                OptionalDouble.of(0.96),
                OptionalDouble.of(0.2),
                OptionalDouble.of(0),
                OptionalDouble.of(0.8),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                3);
        Bottleneck found = find(CHAIN, STEADY, load(SOURCE, 0.1, 0.9), load(MAP, 0.1, 0.9), skewed)
                .orElseThrow();
        assertThat(found.kind()).isEqualTo(Bottleneck.Kind.SKEW);
        assertThat(found.place()).isEqualTo(Place.subtask(SINK, "sink", 3));
    }

    @Test
    void blamesABusySourceOnlyWhileTheLagRises() {
        VertexLoad[] loads = {load(SOURCE, 0.95, 0), load(MAP, 0.3, 0), load(SINK, 0.3, 0)};
        assertThat(find(CHAIN, STEADY, loads)).isEmpty();
        assertThat(find(CHAIN, RISING, loads)).map(Bottleneck::kind).contains(Bottleneck.Kind.SOURCE_BUSY);
    }

    @Test
    void blamesTheOnlyVertexOfAFullyChainedJob() {
        Topology chained = new Topology(List.of(vertex(SOURCE, "source -> sink")));
        assertThat(find(chained, RISING, load(SOURCE, 0.9, 0)))
                .map(Bottleneck::kind)
                .contains(Bottleneck.Kind.SOURCE_BUSY);
    }

    @Test
    void seesThatASourceWaitsForItsInput() {
        assertThat(find(CHAIN, RISING, load(SOURCE, 0.3, 0), load(MAP, 0.3, 0), load(SINK, 0.3, 0)))
                .map(Bottleneck::kind)
                .contains(Bottleneck.Kind.SOURCE_FETCH_BOUND);
    }

    @Test
    void findsNothingInACalmJob() {
        assertThat(find(CHAIN, STEADY, load(SOURCE, 0.3, 0.1), load(MAP, 0.4, 0), load(SINK, 0.8, 0)))
                .isEmpty();
    }

    @Test
    void isNamedInThreeOfFourWindowsAndClearedWhenGone() {
        BottleneckMemory memory = new BottleneckMemory();
        List<Bottleneck> sink =
                findAll(CHAIN, STEADY, load(SOURCE, 0.1, 0.9), load(MAP, 0.1, 0.9), load(SINK, 0.97, 0));
        memory.windowEnded(sink);
        memory.windowEnded(sink);
        assertThat(memory.named()).isEmpty();
        memory.windowEnded(List.of());
        memory.windowEnded(sink);
        assertThat(memory.named()).isEqualTo(sink);
        memory.windowEnded(List.of());
        assertThat(memory.named()).isEmpty();
    }

    private static Optional<Bottleneck> find(Topology topology, JobLag lag, VertexLoad... loads) {
        return findAll(topology, lag, loads).stream().findFirst();
    }

    private static List<Bottleneck> findAll(Topology topology, JobLag lag, VertexLoad... loads) {
        JobLoad.Builder load = new JobLoad.Builder();
        for (VertexLoad each : loads) {
            load.add(each);
        }
        return BottleneckFinder.find(topology, load.build(), lag);
    }

    private static JobLag lag(Trend trend) {
        SourceLag source = new SourceLag(
                SOURCE, "source", 1000, OptionalDouble.of(100), OptionalDouble.of(10), OptionalDouble.of(10), trend);
        return new JobLag(List.of(source), List.of(), List.of(), true, OptionalDouble.empty());
    }

    private static Topology.Vertex vertex(VertexId id, String name, VertexId... inputs) {
        return new Topology.Vertex(id, name, 2, 128, List.of(inputs));
    }

    private static VertexLoad load(VertexId id, double busy, double backPressured) {
        String name = id.equals(SOURCE) ? "source" : id.equals(MAP) ? "map" : id.equals(SINK) ? "sink" : "archive";
        return new VertexLoad(
                id,
                name,
                OptionalDouble.of(busy),
                OptionalDouble.of(busy),
                OptionalDouble.of(backPressured),
                OptionalDouble.of(1 - busy - backPressured),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                0);
    }
}
