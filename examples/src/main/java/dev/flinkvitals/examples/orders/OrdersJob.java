/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.orders;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ParameterTool;

/**
 * Reads orders from Kafka, adds up per customer what was ordered, and books both into a database.
 *
 * <p>Arguments: {@code --brokers HOST:PORT --topic NAME --group NAME --jdbc-url URL --parallelism N}. State backend and
 * checkpointing come from the cluster's configuration. Each operator has a uid, so that a savepoint finds its state again.
 */
public final class OrdersJob {
    /** The name that the job shows in Flink. */
    public static final String NAME = "orders";

    /** The sink's name; its vertex is called after it. */
    public static final String SINK_NAME = "orders-db sink";

    private OrdersJob() {}

    /**
     * Builds the job and submits it.
     *
     * @param args see the class
     * @throws Exception what Flink throws
     */
    public static void main(String[] args) throws Exception {
        ParameterTool parameters = ParameterTool.fromArgs(args);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(Integer.parseInt(parameters.getRequired("parallelism")));
        KafkaSource<Order> source = KafkaSource.<Order>builder()
                .setBootstrapServers(parameters.getRequired("brokers"))
                .setTopics(parameters.getRequired("topic"))
                .setGroupId(parameters.getRequired("group"))
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setValueOnlyDeserializer(new OrderDeserializer())
                .build();
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "orders topic")
                .uid("orders-topic")
                .keyBy(Order::customer)
                .process(new EnrichOrders())
                .name("enrich")
                .uid("enrich")
                .sinkTo(new OrdersDbSink(parameters.getRequired("jdbc-url")))
                .name(SINK_NAME)
                .uid("orders-db-sink")
                // In a task of its own, so that a slow database shows as backpressure of the tasks before it.
                .disableChaining();
        env.execute(NAME);
    }
}
