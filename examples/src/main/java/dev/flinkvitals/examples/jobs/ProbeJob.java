/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.jobs;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * A small job for the end-to-end tests: numbers at a steady rate, counted per key. It uses only what Flink 1.20 to 2.3 have in common, and can be told
 * to fail its checkpoints or to leak state.
 */
public final class ProbeJob {
    private ProbeJob() {}

    /**
     * Runs the job.
     *
     * @param args see {@link ProbeOptions#parse}
     * @throws Exception if it cannot be submitted, or fails
     */
    public static void main(String[] args) throws Exception {
        ProbeOptions options = ProbeOptions.parse(args);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        environment.setParallelism(options.parallelism());
        environment.enableCheckpointing(options.checkpointInterval().toMillis());

        DataGeneratorSource<Long> numbers = new DataGeneratorSource<>(
                index -> index, Long.MAX_VALUE, RateLimiterStrategy.perSecond(options.recordsPerSecond()), Types.LONG);
        environment
                .fromSource(numbers, WatermarkStrategy.noWatermarks(), "numbers")
                .uid("numbers")
                .keyBy(options::key, Types.LONG)
                .process(new ProbeFunction(options), Types.LONG)
                .name("probe")
                .uid("probe")
                .sinkTo(new DiscardingSink<>())
                .name("discard")
                .uid("discard");
        environment.execute(options.name());
    }
}
