/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.plant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.SimulatedJob;
import dev.flinkvitals.health.capacity.Bottleneck;
import dev.flinkvitals.health.estimate.Interval;
import dev.flinkvitals.health.finding.Finding;
import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.judgement.Component;
import dev.flinkvitals.health.judgement.ComponentAssessment;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.lag.PartitionLag;
import dev.flinkvitals.signals.InsideEvidence;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.ThreadEvidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the model says of simulated pipelines, against the truth. Seeds are fixed. */
class PipelineTest {
    private static final double RATE = 1000;
    private static final int SEEDS = 40;

    /** A fault, and what is true while it lasts. */
    private enum Fault {
        SLOW_OPERATOR,
        SLOW_SINK,
        HOT_KEY,
        SLOW_SUBTASK,
        SLOW_SOURCE
    }

    static Stream<Arguments> faults() {
        return Stream.of(Fault.values()).map(Arguments::of);
    }

    private enum Shape {
        CHAIN,
        JOINED_BRANCHES,
        TWO_SINKS
    }

    @ParameterizedTest
    @MethodSource("faults")
    void namesTheVertexAndTheKindInEachOfFortyPipelines(Fault fault) {
        List<String> wrong = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            SimulatedPipeline pipeline = pipeline(Shape.values()[seed % 3], random);
            PipelineMonitor monitor = new PipelineMonitor(pipeline);
            monitor.run(30, RATE);
            SimulatedPipeline.Operator culprit = inject(fault, pipeline, random);
            Assessment assessment = monitor.run(50, RATE);
            String found = assessment.bottleneck().map(Object::toString).orElse("nothing");
            boolean right = assessment
                    .bottleneck()
                    .filter(b -> b.place().vertex().equals(Optional.of(culprit.id)))
                    .filter(b -> isKind(fault, b.kind()))
                    .isPresent();
            boolean seen = assessment.findings().stream()
                    .anyMatch(f -> (f.kind() == FindingKind.BOTTLENECK || f.kind() == FindingKind.SOURCE_BOUND)
                            && f.observation().place().vertex().equals(Optional.of(culprit.id)));
            if (!right || !seen) {
                wrong.add("seed " + seed + ": expected " + culprit.name + ", found " + found + " "
                        + assessment.findings());
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void namesBothCulpritsOfTwoPipelinesInOneJob() {
        SimulatedPipeline pipeline = new SimulatedPipeline(new Random(1));
        SimulatedPipeline.Operator orders = pipeline.add("orders", 2, 0.2, RATE);
        SimulatedPipeline.Operator enrich = pipeline.add("enrich", 2, 1.6, RATE, orders);
        pipeline.add("sink", 2, 0.3, RATE, enrich);
        SimulatedPipeline.Operator clicks = pipeline.add("clicks", 2, 0.2, RATE);
        SimulatedPipeline.Operator archive = pipeline.add("archive", 3, 1.9, RATE, clicks);
        Assessment assessment = new PipelineMonitor(pipeline).run(60, RATE);

        assertThat(places(assessment, FindingKind.BOTTLENECK))
                .containsExactlyInAnyOrder(Place.vertex(enrich.id, "enrich"), Place.vertex(archive.id, "archive"));
    }

    @Test
    void tellsWhatASlowVertexIsBusyWith() {
        assertThat(cause(0.95, 0.01, InsideEvidence.NONE)).isEqualTo("cpu");
        assertThat(cause(0.1, 0.01, InsideEvidence.NONE)).isEqualTo("external_wait");
        assertThat(cause(0.5, 0.4, InsideEvidence.NONE)).isEqualTo("garbage_collection");
        assertThat(cause(0.5, 0.01, InsideEvidence.NONE)).isEqualTo("unknown");
        assertThat(cause(0.5, 0.01, thread("org.rocksdb.RocksDB.get", false))).isEqualTo("state");
        assertThat(cause(0.5, 0.01, thread("java.net.SocketInputStream.read", true)))
                .isEqualTo("external_wait");
    }

    @Test
    void namesTheUsersMethodOnceItWasSeen() {
        Finding finding = slowMiddle(0.1, 0.01, thread("java.net.SocketInputStream.read", true));
        assertThat(finding.observation().reason())
                .contains("Enrich.lookup -> java.net.SocketInputStream.read")
                .contains("it waits rather than computes");
    }

    @Test
    void namesASourceWhoseThreadDoesNotComeBack() {
        SimulatedPipeline pipeline = pipeline(Shape.CHAIN, new Random(3));
        PipelineMonitor monitor = new PipelineMonitor(pipeline);
        monitor.run(30, RATE);
        pipeline.operators.get(0).blocked = true;
        Finding finding = finding(monitor.run(30, RATE), FindingKind.SOURCE_BOUND);
        assertThat(finding.observation().cause()).isEqualTo("stuck");
        assertThat(finding.observation().reason())
                .isEqualTo("source vertex 'source' is stuck: it reads nothing while records wait, and its thread is"
                        + " busy 100 % and does not come back; it computes (CPU 95 %)");
    }

    @Test
    void namesASourceThatFetchesNothingAlthoughItsLagSeemsToStandStill() {
        SimulatedPipeline pipeline = pipeline(Shape.CHAIN, new Random(4));
        PipelineMonitor monitor = new PipelineMonitor(pipeline);
        monitor.run(30, RATE);
        Arrays.fill(pipeline.operators.get(0).fetchLimit, 0);
        monitor.run(1, RATE);
        monitor.frozenLag = true;
        Finding finding = finding(monitor.run(30, RATE), FindingKind.SOURCE_BOUND);
        assertThat(finding.observation().cause()).isEqualTo("stuck");
        assertThat(finding.observation().reason()).contains("neither busy nor backpressured");
    }

    @Test
    void doesNotTakeAnIdleSourceForAStuckOne() {
        PipelineMonitor monitor = new PipelineMonitor(pipeline(Shape.CHAIN, new Random(5)));
        monitor.run(30, RATE);
        assertThat(ours(monitor.run(60, 0))).isEmpty();
    }

    static Stream<Arguments> controls() {
        DoubleUnaryOperator steady = s -> RATE;
        DoubleUnaryOperator bursts = s -> s % 60 < 5 && s > 60 ? 5 * RATE : RATE;
        DoubleUnaryOperator longBursts = s -> s % 120 < 60 && s > 60 ? 1.5 * RATE : RATE;
        DoubleUnaryOperator wave = s -> RATE * (1 + 0.5 * Math.sin(s / 20.0));
        return Stream.of(
                Arguments.argumentSet("steady", steady, 0.0),
                Arguments.argumentSet("bursts of five times the rate", bursts, 0.0),
                Arguments.argumentSet("long bursts within the capacity", longBursts, 0.0),
                Arguments.argumentSet("wave", wave, 0.0),
                Arguments.argumentSet("works off a backlog after a restart", steady, 20_000.0));
    }

    @ParameterizedTest
    @MethodSource("controls")
    void findsNothingInAHealthyPipeline(DoubleUnaryOperator arrival, double backlog) {
        for (int seed = 0; seed < 5; seed++) {
            SimulatedPipeline pipeline = pipeline(Shape.values()[seed % 3], new Random(seed));
            SimulatedPipeline.Operator source = pipeline.operators.get(0);
            Arrays.fill(source.queue, backlog / source.parallelism);
            List<Finding> findings = new ArrayList<>();
            new PipelineMonitor(pipeline).run(200, arrival, a -> findings.addAll(ours(a)));
            assertThat(findings).as("seed %s", seed).isEmpty();
        }
    }

    @Test
    void findsNothingInASkewedPipelineThatHasRoom() {
        SimulatedPipeline pipeline = pipeline(Shape.CHAIN, new Random(6));
        pipeline.operators.get(2).hot(0, 1.5 / pipeline.operators.get(2).parallelism);
        pipeline.operators.get(2).costPerRecord(0.1 * pipeline.operators.get(2).parallelism / RATE);
        Assessment assessment = new PipelineMonitor(pipeline).run(100, RATE);
        assertThat(ours(assessment)).isEmpty();
        assertThat(assessment.component(Component.SKEW))
                .isInstanceOfSatisfying(
                        ComponentAssessment.Scored.class,
                        skew -> assertThat(skew.severity()).isZero());
    }

    @Test
    void estimatesTheCapacityFromAnUnsaturatedPipelineWithinItsInterval() {
        int within = 0;
        int all = 0;
        List<Double> errors = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            SimulatedPipeline pipeline = pipeline(Shape.values()[seed % 3], random);
            Assessment assessment = new PipelineMonitor(pipeline).run(60, RATE);
            Interval capacity = assessment.capacity().capacityPerSecond().orElseThrow();
            double truth = pipeline.capacity();
            errors.add(Math.abs(capacity.mid() / truth - 1));
            within += capacity.low() <= truth && truth <= capacity.high() ? 1 : 0;
            all++;
        }
        assertThat(within).as("of %s intervals", all).isGreaterThanOrEqualTo((int) (0.95 * all));
        assertThat(median(errors)).isLessThan(0.03);
    }

    @Test
    void foretellsTheCatchUpOfOneHotPartitionWhereTheJobsSumsFail() {
        List<Double> own = new ArrayList<>();
        List<Double> sums = new ArrayList<>();
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            SimulatedPipeline pipeline = new SimulatedPipeline(random);
            int partitions = 4 + random.nextInt(5);
            double hot = 1.4 / partitions;
            // The hot partition's subtask is utilised by 60 to 80 %.
            double utilisation = 0.6 + 0.2 * random.nextDouble();
            SimulatedPipeline.Operator source = pipeline.add("source", partitions, utilisation / 1.4, RATE);
            pipeline.add("sink", 4, 0.2, RATE, source);
            source.hot(0, hot);
            for (int i = 0; i < partitions; i++) {
                source.queue[i] = 60 * RATE * source.weight[i];
            }
            PipelineMonitor monitor = new PipelineMonitor(pipeline);
            Assessment assessment = monitor.run(25, RATE);
            double predicted =
                    assessment.capacity().catchUpSeconds().orElseThrow().mid();
            double lag = Arrays.stream(source.queue).sum();
            double bySums = lag
                    / (assessment.capacity().capacityPerSecond().orElseThrow().mid()
                            - assessment.capacity().arrivalPerSecond().orElseThrow());
            int seconds = 0;
            while (source.queue[0] > RATE * source.weight[0] && seconds < 2000) {
                monitor.pass(1, RATE);
                seconds++;
            }
            own.add(Math.abs(predicted / seconds - 1));
            sums.add(Math.abs(bySums / seconds - 1));
        }
        assertThat(median(own)).as("by partitions").isLessThan(0.12);
        assertThat(median(sums)).as("by the job's sums").isGreaterThan(0.3);
    }

    @Test
    void tellsTheHotPartitionFromTheOthers() {
        SimulatedPipeline pipeline = new SimulatedPipeline(new Random(9));
        SimulatedPipeline.Operator source = pipeline.add("source", 5, 0.5, RATE);
        source.hot(2, 0.5);
        Assessment assessment = new PipelineMonitor(pipeline).run(90, RATE);
        assertThat(assessment.partitions())
                .extracting(PartitionLag::state)
                .containsExactly(
                        PartitionLag.State.CAUGHT_UP,
                        PartitionLag.State.CAUGHT_UP,
                        PartitionLag.State.FALLING_BEHIND,
                        PartitionLag.State.CAUGHT_UP,
                        PartitionLag.State.CAUGHT_UP);
        assertThat(finding(assessment, FindingKind.LAG_GROWS).observation().reason())
                .contains("only 1 of its 5 partitions fall behind: partition source-2");
    }

    private static String cause(double kappa, double gcShare, InsideEvidence inside) {
        return slowMiddle(kappa, gcShare, inside).observation().cause();
    }

    private static Finding slowMiddle(double kappa, double gcShare, InsideEvidence inside) {
        SimulatedPipeline pipeline = pipeline(Shape.JOINED_BRANCHES, new Random(2));
        SimulatedPipeline.Operator middle = pipeline.operators.get(2);
        middle.costPerRecord(1.8 * middle.parallelism / RATE);
        middle.kappa = kappa;
        PipelineMonitor monitor = new PipelineMonitor(pipeline);
        monitor.gcShare = OptionalDouble.of(gcShare);
        monitor.inside = inside;
        return finding(monitor.run(60, RATE), FindingKind.BOTTLENECK);
    }

    private static InsideEvidence thread(String waitsIn, boolean waiting) {
        return new InsideEvidence(
                List.of(new ThreadEvidence(
                        new SubtaskId(SimulatedJob.vertex(3), 0),
                        Instant.EPOCH,
                        40,
                        List.of(new ThreadEvidence.Activity(37, "Enrich.lookup", waitsIn, waiting)))),
                List.of());
    }

    private static Finding finding(Assessment assessment, FindingKind kind) {
        return assessment.findings().stream()
                .filter(f -> f.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " among " + assessment.findings()));
    }

    /** The findings of load, lag and skew; the plant's configuration is none of its business. */
    private static List<Finding> ours(Assessment assessment) {
        return assessment.findings().stream()
                .filter(f -> Set.of(Component.CAPACITY, Component.LAG, Component.SKEW)
                        .contains(f.kind().component()))
                .toList();
    }

    private static List<Place> places(Assessment assessment, FindingKind kind) {
        return assessment.findings().stream()
                .filter(f -> f.kind() == kind)
                .map(f -> f.observation().place())
                .toList();
    }

    private static SimulatedPipeline pipeline(Shape shape, Random random) {
        SimulatedPipeline pipeline = new SimulatedPipeline(random);
        SimulatedPipeline.Operator source = add(pipeline, "source", random);
        SimulatedPipeline.Operator first = add(pipeline, "first", random, source);
        SimulatedPipeline.Operator second = add(pipeline, "second", random, first);
        switch (shape) {
            case CHAIN -> add(pipeline, "sink", random, add(pipeline, "third", random, second));
            case JOINED_BRANCHES -> {
                second.ratio = 0.5;
                SimulatedPipeline.Operator third = add(pipeline, "third", random, first);
                third.ratio = 0.5;
                add(pipeline, "sink", random, second, third);
            }
            case TWO_SINKS -> {
                add(pipeline, "third", random, first);
                add(pipeline, "sink", random, second);
            }
        }
        return pipeline;
    }

    private static SimulatedPipeline.Operator add(
            SimulatedPipeline pipeline, String name, Random random, SimulatedPipeline.Operator... inputs) {
        return pipeline.add(name, 2 + random.nextInt(5), 0.2 + 0.3 * random.nextDouble(), RATE, inputs);
    }

    private static SimulatedPipeline.Operator inject(Fault fault, SimulatedPipeline pipeline, Random random) {
        int last = pipeline.operators.size() - 1;
        SimulatedPipeline.Operator middle = pipeline.operators.get(1 + random.nextInt(last - 1));
        double overload = 1.4 + random.nextDouble();
        switch (fault) {
            case SLOW_OPERATOR -> middle.costPerRecord(overload * middle.parallelism / RATE);
            case SLOW_SINK -> {
                SimulatedPipeline.Operator sink = pipeline.operators.get(last);
                sink.costPerRecord(overload * sink.parallelism / RATE);
                return sink;
            }
            case HOT_KEY -> {
                double share = 0.75;
                middle.hot(0, share);
                middle.costPerRecord(overload / share / RATE);
            }
            case SLOW_SUBTASK -> middle.cost[middle.parallelism - 1] = overload * middle.parallelism / RATE;
            case SLOW_SOURCE -> {
                SimulatedPipeline.Operator source = pipeline.operators.get(0);
                Arrays.fill(source.fetchLimit, RATE / source.parallelism / overload);
                return source;
            }
        }
        return middle;
    }

    private static boolean isKind(Fault fault, Bottleneck.Kind kind) {
        return switch (fault) {
            case SLOW_OPERATOR, SLOW_SINK -> kind == Bottleneck.Kind.UNIFORM;
            case HOT_KEY, SLOW_SUBTASK -> kind == Bottleneck.Kind.SKEW;
            case SLOW_SOURCE -> kind == Bottleneck.Kind.SOURCE_FETCH_BOUND;
        };
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
