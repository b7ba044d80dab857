/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.demo;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** The topic that the job reads, and how far the job has come in it. Thread safe. */
final class OrdersTopic implements AutoCloseable {
    static final String NAME = "orders";
    static final String GROUP = "orders-job";

    private static final long TIMEOUT_SECONDS = 20;

    private final Admin admin;
    private final Set<TopicPartition> partitions;

    /**
     * Creates the topic.
     *
     * @param bootstrapServers the broker
     * @param partitions number of partitions
     */
    OrdersTopic(String bootstrapServers, int partitions) {
        this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
        this.partitions = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(NAME, partition))
                .collect(Collectors.toUnmodifiableSet());
        await(
                "create the topic",
                admin.createTopics(Set.of(new NewTopic(NAME, Optional.of(partitions), Optional.empty())))
                        .all());
    }

    /**
     * Orders that no completed checkpoint of the job covers yet. Zero means: all read, booked, and safe.
     *
     * @return end offsets minus the offsets that the job committed, over all partitions
     */
    long ordersBehindCheckpoint() {
        Map<TopicPartition, OffsetAndMetadata> committed = await(
                "read the committed offsets",
                admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata());
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                await("read the end offsets", admin.listOffsets(latest).all());
        long behind = 0;
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : ends.entrySet()) {
            OffsetAndMetadata position = committed.get(end.getKey());
            behind += end.getValue().offset() - (position == null ? 0 : position.offset());
        }
        return behind;
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(TIMEOUT_SECONDS));
    }

    private static <T> T await(String what, KafkaFuture<T> future) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new DemoFailure("Kafka could not " + what + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted", e);
        }
    }
}
