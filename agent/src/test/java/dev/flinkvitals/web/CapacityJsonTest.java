/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.health.capacity.BusyCause;
import dev.flinkvitals.health.capacity.CapacityOutlook;
import dev.flinkvitals.health.estimate.Interval;
import dev.flinkvitals.health.lag.PartitionLag;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.VertexId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class CapacityJsonTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final VertexId SINK = new VertexId("ea632d67b7d595e5b851708ae9ad79d6");

    @Test
    void writesNullForABoundThatIsNotThere() throws IOException {
        CapacityOutlook outlook = new CapacityOutlook(
                OptionalDouble.of(900),
                Optional.of(new Interval(950, 1000, 1050)),
                OptionalDouble.of(0.95),
                Optional.of(new Interval(60, 90, Double.POSITIVE_INFINITY)),
                Optional.of(SINK),
                List.of(new CapacityOutlook.VertexCapacity(
                        SINK,
                        "sink",
                        OptionalDouble.of(1000),
                        OptionalDouble.of(0.9),
                        OptionalDouble.of(0.25),
                        BusyCause.EXTERNAL_WAIT,
                        OptionalInt.of(3),
                        Optional.of("external"))));
        PartitionLag partition = new PartitionLag(
                new SubtaskId(SINK, 1),
                "orders",
                4,
                PartitionLag.State.DRAINING,
                OptionalLong.of(500),
                OptionalDouble.of(2.5),
                OptionalDouble.of(220),
                OptionalDouble.of(200),
                Optional.of(Duration.ofSeconds(25)),
                Optional.empty());

        byte[] json = JsonOut.document(out -> CapacityJson.write(out, outlook, List.of(partition)));

        assertThat(MAPPER.readTree(json)).isEqualTo(MAPPER.readTree("""
                {"capacity":{"arrivalPerSecond":900.0,"capacityPerSecond":{"low":950.0,"mid":1000.0,"high":1050.0},
                  "utilisation":0.95,"catchUpSeconds":{"low":60.0,"mid":90.0,"high":null},
                  "bindingVertexId":"ea632d67b7d595e5b851708ae9ad79d6",
                  "vertices":[{"id":"ea632d67b7d595e5b851708ae9ad79d6","name":"sink","capacityPerSecond":1000.0,
                   "utilisation":0.9,"skewLoss":0.25,"busyCause":"external_wait","parallelismNeeded":3,
                   "scalingLimit":"external"}]},
                 "partitions":[{"vertexId":"ea632d67b7d595e5b851708ae9ad79d6","subtask":1,"topic":"orders","partition":4,
                  "state":"draining","records":500,"seconds":2.5,"consumedPerSecond":220.0,"arrivalPerSecond":200.0,
                  "drainSeconds":25.0,"secondsUntilDataExpires":null}]}
                """));
    }
}
