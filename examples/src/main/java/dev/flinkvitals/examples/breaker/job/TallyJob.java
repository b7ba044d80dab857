/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.job;

import dev.flinkvitals.examples.faults.plant.Switches;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * The numbers 0, 1, 2, ... from one source, tallied per key: what the state of each key has to be follows from the last
 * number that it has seen.
 *
 * <p>Arguments: {@code --name NAME --switches FILE --report DIR --keys N --rate N}.
 */
public final class TallyJob {
    /** Subtasks of the vertex with the state. */
    public static final int PARALLELISM = 2;

    private TallyJob() {}

    /**
     * Builds the job and submits it.
     *
     * @param args see the class
     * @throws Exception what Flink throws
     */
    public static void main(String[] args) throws Exception {
        String name = argument(args, "--name");
        Switches switches = new Switches(argument(args, "--switches"));
        long keys = Long.parseLong(argument(args, "--keys"));
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        environment.setParallelism(PARALLELISM);
        DataGeneratorSource<Long> numbers = new DataGeneratorSource<>(
                new Numbers(switches, TallySwitch.sourceHangs(name)),
                Long.MAX_VALUE,
                RateLimiterStrategy.perSecond(Double.parseDouble(argument(args, "--rate"))),
                Types.LONG);
        environment
                .fromSource(
                        new BacklogSource<>(numbers, switches), WatermarkStrategy.noWatermarks(), "numbers", Types.LONG)
                .uid("numbers")
                // The numbers of a key arrive in their order only from one subtask.
                .setParallelism(1)
                .keyBy(number -> number % keys, Types.LONG)
                .process(new Tally(switches, argument(args, "--report")), Types.LONG)
                .name("tally")
                .uid("tally")
                .sinkTo(new DiscardingSink<>())
                .name("discard")
                .uid("discard");
        environment.execute(name);
    }

    /** By hand: Flink's own parser has moved between its versions. */
    private static String argument(String[] args, String name) {
        int at = List.of(args).indexOf(name);
        if (at < 0 || at + 1 >= args.length) {
            throw new IllegalArgumentException(name + ": missing");
        }
        return args[at + 1];
    }
}
