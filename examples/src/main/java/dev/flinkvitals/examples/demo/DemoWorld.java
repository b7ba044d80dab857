/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.demo;

import dev.flinkvitals.examples.cluster.FlinkCluster;
import dev.flinkvitals.examples.cluster.FlinkClusterBuilder;
import dev.flinkvitals.examples.cluster.KafkaBroker;
import dev.flinkvitals.examples.cluster.ManagedProcess;
import dev.flinkvitals.examples.cluster.Run;
import dev.flinkvitals.examples.orders.OrdersJob;
import dev.flinkvitals.examples.otlp.OtlpReceiver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * Everything that runs in the demo: Kafka, the database, the OTLP receiver, Flink, and the customers. Parts are closed in
 * reverse order of their start.
 *
 * <p>Confined to one thread, except for {@link #close()}.
 */
final class DemoWorld implements AutoCloseable {
    static final String FLINK_VERSION = "2.2.1";
    static final int ORDERS_PER_SECOND = 400;
    static final int CUSTOMERS = 200;

    /** Without its index a lookup takes several times what two sinks have for each of their orders (5 ms). */
    private static final Duration LOOKUP_WITHOUT_INDEX = Duration.ofMillis(20);

    /**
     * What is in the topic before the job starts: it fills a third of what the local state may take, so that there is time left
     * between a level that is high enough to act and the end.
     */
    private static final int MORNING_ORDERS = 1_000;

    private static final int NOTE_BYTES_OF_THE_MORNING = 20 * 1024;

    private static final int PARTITIONS = 4;

    /** One subtask of each vertex on each TaskManager. */
    private static final int PARALLELISM = 2;

    private final Run run;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final OtlpReceiver otlp;
    private final KafkaBroker kafka;
    private final OrdersDatabase database;
    private final FlinkCluster flink;
    private final OrdersTopic topic;
    private final TruthLedger truth = new TruthLedger();
    private final LoadGenerator generator;

    /**
     * Starts all parts; the customers wait.
     *
     * @param run what the processes belong to
     * @param agent whether Flink runs with the product
     * @throws RuntimeException if a part does not start; those that did are closed
     */
    DemoWorld(Run run, boolean agent) {
        this.run = run;
        try {
            otlp = add(OtlpReceiver.start());
            CompletableFuture<KafkaBroker> startingKafka = CompletableFuture.supplyAsync(() -> KafkaBroker.start(run));
            CompletableFuture<OrdersDatabase> startingDatabase =
                    CompletableFuture.supplyAsync(() -> OrdersDatabase.start(run, LOOKUP_WITHOUT_INDEX));
            flink = add(startFlink(agent));
            kafka = add(join(startingKafka));
            database = add(join(startingDatabase));
            topic = add(new OrdersTopic(kafka.bootstrapServers(), PARTITIONS));
            generator = add(new LoadGenerator(kafka.bootstrapServers(), OrdersTopic.NAME, CUSTOMERS, truth));
            generator.orderAtOnce(MORNING_ORDERS, NOTE_BYTES_OF_THE_MORNING);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    FlinkCluster flink() {
        return flink;
    }

    OrdersDatabase database() {
        return database;
    }

    OrdersTopic topic() {
        return topic;
    }

    OtlpReceiver otlp() {
        return otlp;
    }

    LoadGenerator generator() {
        return generator;
    }

    TruthLedger truth() {
        return truth;
    }

    /**
     * Submits the job.
     *
     * @param savepoint what to restore from; empty: nothing
     * @return the job's id
     */
    String submitJob(Optional<String> savepoint) {
        return flink.submit(
                run.workspace().jobJar(),
                OrdersJob.class.getName(),
                List.of(
                        "--brokers",
                        kafka.bootstrapServers(),
                        "--topic",
                        OrdersTopic.NAME,
                        "--group",
                        OrdersTopic.GROUP,
                        "--jdbc-url",
                        database.jdbcUrl(),
                        "--parallelism",
                        String.valueOf(PARALLELISM)),
                savepoint);
    }

    /**
     * Looks whether everything still runs.
     *
     * @throws DemoFailure if a process ended, or an order could not be sent
     */
    void check() {
        Stream.concat(Stream.of(kafka.process(), database.process(), flink.jobManager()), flink.taskManagers().stream())
                .filter(process -> !process.alive())
                .findFirst()
                .map(ManagedProcess::name)
                .ifPresent(name -> {
                    throw new DemoFailure("the process " + name + " ended; --keep-logs DIR keeps its log");
                });
        generator.failure().ifPresent(e -> {
            throw new DemoFailure("an order could not be sent: " + e.getMessage(), e);
        });
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                // The run ends every process at the latest; the other parts shall still close in order.
                run.progress().say("closing: " + e);
            }
        }
    }

    private FlinkCluster startFlink(boolean agent) {
        FlinkClusterBuilder builder = FlinkCluster.builder(run, "flink")
                .version(FLINK_VERSION)
                .taskManagers(2)
                .slotsPerTaskManager(2)
                .agent(agent)
                .jarInLib(agent);
        DemoSettings.flink().forEach(builder::config);
        DemoSettings.vitals(otlp.http()).forEach(builder::config);
        return builder.start();
    }

    private <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    private static <T> T join(CompletableFuture<T> starting) {
        try {
            return starting.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            throw new DemoFailure(String.valueOf(cause == null ? e : cause.getMessage()), e);
        }
    }
}
