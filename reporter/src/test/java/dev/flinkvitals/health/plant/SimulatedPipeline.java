/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.plant;

import dev.flinkvitals.health.SimulatedJob;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A pipeline of operators with bounded buffers between them, simulated in steps of 100 ms: a subtask works on what is in its
 * buffer as fast as its cost allows, and stops when a buffer that it writes to is full. Records go to the subtasks of a
 * consumer by its weights, as keys do. Each source subtask reads one partition without bounds. Bottlenecks come about by
 * themselves: nothing here knows of backpressure, busy time or lag but as what happens.
 */
final class SimulatedPipeline {
    static final double STEP_SECONDS = 0.1;

    /** Records that fit into the buffer of one subtask: about what Flink's two buffers for each channel hold. */
    private static final double BUFFER = 160;

    private static final double NOISE = 0.1;

    final List<Operator> operators = new ArrayList<>();
    private final Random random;

    /** One operator. Public fields are for a test to change while the pipeline runs. */
    static final class Operator {
        final VertexId id;
        final String name;
        final int parallelism;
        final List<Operator> inputs;
        /** Seconds of work for each record, by subtask. */
        final double[] cost;
        /** Share of the records that each subtask gets; sources: of the arrivals. */
        final double[] weight;
        /** Records per second that a source subtask can fetch at most. */
        final double[] fetchLimit;
        /** Records out for each record in. */
        double ratio = 1;
        /** Share of the busy time in which the thread computes. */
        double kappa = 0.95;
        /** A thread that does not come back. */
        boolean blocked;

        final double[] queue;
        final double[] in;
        final double[] out;
        final double[] busy;
        final double[] backPressured;
        final double[] idle;
        private final List<Operator> consumers = new ArrayList<>();

        private Operator(int number, String name, int parallelism, List<Operator> inputs) {
            this.id = SimulatedJob.vertex(number);
            this.name = name;
            this.parallelism = parallelism;
            this.inputs = inputs;
            cost = new double[parallelism];
            weight = new double[parallelism];
            fetchLimit = new double[parallelism];
            queue = new double[parallelism];
            in = new double[parallelism];
            out = new double[parallelism];
            busy = new double[parallelism];
            backPressured = new double[parallelism];
            idle = new double[parallelism];
            for (int i = 0; i < parallelism; i++) {
                weight[i] = 1.0 / parallelism;
                fetchLimit[i] = Double.POSITIVE_INFINITY;
            }
        }

        boolean isSource() {
            return inputs.isEmpty();
        }

        /** Makes one subtask get a share of the records, the others the rest in equal parts. */
        void hot(int subtask, double share) {
            for (int i = 0; i < parallelism; i++) {
                weight[i] = i == subtask ? share : (1 - share) / (parallelism - 1);
            }
        }

        void costPerRecord(double seconds) {
            Arrays.fill(cost, seconds);
        }

        /** Records per second that it can take in at its weights: the slowest subtask limits. */
        double capacity() {
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < parallelism; i++) {
                least = Math.min(least, Math.min(1 / cost[i], fetchLimit[i]) / weight[i]);
            }
            return least;
        }
    }

    SimulatedPipeline(Random random) {
        this.random = random;
    }

    /** Adds an operator whose subtasks would be busy the given share of time at the given rate. */
    Operator add(String name, int parallelism, double utilisation, double atRate, Operator... inputs) {
        Operator operator = new Operator(operators.size() + 1, name, parallelism, List.of(inputs));
        operator.costPerRecord(utilisation * parallelism / atRate);
        for (Operator input : inputs) {
            input.consumers.add(operator);
        }
        operators.add(operator);
        return operator;
    }

    Topology topology() {
        return new Topology(operators.stream()
                .map(o -> new Topology.Vertex(
                        o.id,
                        o.name,
                        o.parallelism,
                        128,
                        o.inputs.stream().map(i -> i.id).toList()))
                .toList());
    }

    /** Source records per second that the whole pipeline can take in, if it has one source. */
    double capacity() {
        double[] perSourceRecord = new double[operators.size()];
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < operators.size(); i++) {
            Operator operator = operators.get(i);
            perSourceRecord[i] = operator.isSource()
                    ? 1
                    : operator.inputs.stream()
                            .mapToDouble(input -> perSourceRecord[operators.indexOf(input)] * input.ratio)
                            .sum();
            least = Math.min(least, operator.capacity() / perSourceRecord[i]);
        }
        return least;
    }

    /** Lets a step pass in which records arrive at each source at the given rate. */
    void step(double arrivalPerSecond) {
        for (Operator operator : operators) {
            if (operator.isSource()) {
                for (int i = 0; i < operator.parallelism; i++) {
                    double noise = 1 + NOISE * random.nextGaussian();
                    operator.queue[i] += Math.max(0, arrivalPerSecond * operator.weight[i] * STEP_SECONDS * noise);
                }
            }
        }
        // From the sinks up, so that what a consumer frees is there for its producers.
        for (int i = operators.size() - 1; i >= 0; i--) {
            work(operators.get(i));
        }
    }

    private void work(Operator operator) {
        double[] wanted = new double[operator.parallelism];
        double total = 0;
        for (int i = 0; i < operator.parallelism; i++) {
            double noise = 1 + NOISE * random.nextGaussian() / 2;
            double most = STEP_SECONDS / operator.cost[i] / Math.max(0.5, noise);
            double fetched = operator.fetchLimit[i] * STEP_SECONDS;
            wanted[i] = operator.blocked ? 0 : Math.min(operator.queue[i], Math.min(most, fetched));
            total += wanted[i];
        }
        double share = room(operator, total * operator.ratio);
        for (int i = 0; i < operator.parallelism; i++) {
            double done = wanted[i] * share;
            operator.queue[i] -= done;
            operator.in[i] += done;
            operator.out[i] += done * operator.ratio;
            double worked = operator.blocked ? 1 : Math.min(1, done * operator.cost[i] / STEP_SECONDS);
            boolean stopped = share < 1 && wanted[i] > 0;
            operator.busy[i] += worked * STEP_SECONDS;
            operator.backPressured[i] += stopped ? (1 - worked) * STEP_SECONDS : 0;
            operator.idle[i] += stopped ? 0 : (1 - worked) * STEP_SECONDS;
        }
        for (Operator consumer : operator.consumers) {
            for (int j = 0; j < consumer.parallelism; j++) {
                consumer.queue[j] += total * share * operator.ratio * consumer.weight[j];
            }
        }
    }

    /** The share of what an operator wants to write for which there is room everywhere. */
    private static double room(Operator operator, double records) {
        double share = 1;
        for (Operator consumer : operator.consumers) {
            for (int j = 0; j < consumer.parallelism; j++) {
                double wanted = records * consumer.weight[j];
                double room = Math.max(0, BUFFER - consumer.queue[j]) / consumer.inputs.size();
                if (wanted > room) {
                    share = Math.min(share, room / wanted);
                }
            }
        }
        return share;
    }
}
