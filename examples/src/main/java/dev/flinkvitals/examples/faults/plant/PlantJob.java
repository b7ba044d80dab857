/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.plant;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.ParameterTool;

/**
 * The job that faults are put into: a source, two branches that come together again, and two sinks, each in a task of its
 * own.
 *
 * <pre>
 * queue ---- parse ---- combine (keyed) ---- ledger
 *       \--- score ---/                 \--- archive
 * </pre>
 *
 * <p>Arguments: {@code --name NAME --switches FILE --service-port PORT --score-parallelism N
 * --combine-parallelism N --combine-max-parallelism N}.
 */
public final class PlantJob {
    /** The source. */
    public static final String QUEUE = "queue";
    /** The first branch. */
    public static final String PARSE = "parse";
    /** The second branch, which computes. */
    public static final String SCORE = "score";
    /** Where the branches come together; it has the state. */
    public static final String COMBINE = "combine";
    /** The sink that waits for a service. */
    public static final String LEDGER = "ledger";
    /** The other sink. */
    public static final String ARCHIVE = "archive";

    /** Subtasks of each vertex, if nothing else is said. */
    public static final int PARALLELISM = 2;

    private PlantJob() {}

    /**
     * Builds the job and submits it.
     *
     * @param args see the class
     * @throws Exception what Flink throws
     */
    public static void main(String[] args) throws Exception {
        ParameterTool parameters = ParameterTool.fromArgs(args);
        Switches switches = new Switches(parameters.getRequired("switches"));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(PARALLELISM);
        // A task for each operator: what is wrong with one of them shows in its own vertex.
        env.disableOperatorChaining();
        DataStream<Message> messages = env.fromSource(
                        new QueueSource(switches), WatermarkStrategy.noWatermarks(), QUEUE)
                .uid(QUEUE);
        DataStream<Message> parsed =
                messages.rebalance().map(new Parse()).name(PARSE).uid(PARSE);
        DataStream<Message> scored = messages.rebalance()
                .map(new Score(switches))
                .name(SCORE)
                .uid(SCORE)
                .setParallelism(parameters.getInt("score-parallelism"));
        DataStream<Message> combined = parsed.union(scored)
                .keyBy(Message::key)
                .process(new Combine(switches))
                .name(COMBINE)
                .uid(COMBINE)
                .setParallelism(parameters.getInt("combine-parallelism"))
                .setMaxParallelism(parameters.getInt("combine-max-parallelism"));
        combined.rebalance()
                .sinkTo(new RemoteSink(parameters.getInt("service-port")))
                .name(LEDGER)
                .uid(LEDGER);
        combined.rebalance().sinkTo(new DiscardingSink<>()).name(ARCHIVE).uid(ARCHIVE);
        env.execute(parameters.getRequired("name"));
    }
}
