/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import dev.flinkvitals.health.capacity.CapacityOutlook;
import dev.flinkvitals.health.lag.PartitionLag;
import java.util.List;
import java.util.Locale;

/** Writes how much a job could process, and the lag of each partition. */
final class CapacityJson {
    /** A page shows no more; the metrics have all of them. */
    private static final int MOST_PARTITIONS = 1_000;

    private CapacityJson() {}

    static void write(JsonOut out, CapacityOutlook capacity, List<PartitionLag> partitions) {
        out.object("capacity", () -> {
            out.number("arrivalPerSecond", capacity.arrivalPerSecond());
            out.interval("capacityPerSecond", capacity.capacityPerSecond());
            out.number("utilisation", capacity.utilisation());
            out.interval("catchUpSeconds", capacity.catchUpSeconds());
            out.text("bindingVertexId", capacity.binding());
            out.array("vertices", capacity.vertices(), vertex -> vertex(out, vertex));
        });
        out.array("partitions", some(partitions), partition -> partition(out, partition));
    }

    /** An infinite upper bound is written as {@code null}. */
    private static void vertex(JsonOut out, CapacityOutlook.VertexCapacity vertex) {
        out.text("id", vertex.vertex().hex());
        out.text("name", vertex.name());
        out.number("capacityPerSecond", vertex.capacityPerSecond());
        out.number("utilisation", vertex.utilisation());
        out.number("skewLoss", vertex.skewLoss());
        out.text("busyCause", vertex.busyCause().name().toLowerCase(Locale.ROOT));
        out.number("parallelismNeeded", vertex.parallelismNeeded());
        out.text("scalingLimit", vertex.scalingLimit());
    }

    private static void partition(JsonOut out, PartitionLag partition) {
        out.text("vertexId", partition.subtask().vertex().hex());
        out.number("subtask", (long) partition.subtask().index());
        out.text("topic", partition.topic());
        out.number("partition", (long) partition.partition());
        out.text("state", partition.state().name().toLowerCase(Locale.ROOT));
        out.number("records", partition.records());
        out.number("seconds", partition.seconds());
        out.number("consumedPerSecond", partition.consumedPerSecond());
        out.number("arrivalPerSecond", partition.arrivalPerSecond());
        out.seconds("drainSeconds", partition.drain());
        out.seconds("secondsUntilDataExpires", partition.untilDataExpires());
    }

    private static List<PartitionLag> some(List<PartitionLag> partitions) {
        return partitions.size() <= MOST_PARTITIONS ? partitions : partitions.subList(0, MOST_PARTITIONS);
    }
}
