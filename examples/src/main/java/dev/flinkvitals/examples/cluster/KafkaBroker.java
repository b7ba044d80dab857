/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

import dev.flinkvitals.examples.parts.Command;
import dev.flinkvitals.examples.parts.Logs;
import dev.flinkvitals.examples.parts.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** A Kafka broker in its own JVM (KRaft, broker and controller in one), on free ports of this machine. Thread safe. */
public final class KafkaBroker implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    /** Any 16 bytes in base64: the cluster lives as long as its folder. */
    private static final String CLUSTER_ID = "dml0YWxzLWxhYi1rYWZrYQ";

    private static final String LOG4J = """
            rootLogger.level = WARN
            rootLogger.appenderRef.out.ref = Out
            appender.out.name = Out
            appender.out.type = Console
            appender.out.layout.type = PatternLayout
            appender.out.layout.pattern = %d{HH:mm:ss,SSS} %-5p %c - %m%n
            """;

    private final String bootstrapServers;
    private final ManagedProcess process;

    private KafkaBroker(String bootstrapServers, ManagedProcess process) {
        this.bootstrapServers = bootstrapServers;
        this.process = process;
    }

    /**
     * Formats its storage, starts it and waits until it answers.
     *
     * @param run what its process belongs to
     * @return the running broker
     * @throws IllegalStateException if it does not come up within a minute
     */
    public static KafkaBroker start(Run run) {
        List<Path> classPath = run.classPaths().kafka();
        run.progress().say("starting a Kafka broker");
        Path directory = run.directory().resolve("kafka");
        String bootstrap = "localhost:" + Ports.free();
        Path properties = writeConfiguration(directory, bootstrap, "localhost:" + Ports.free());
        List<String> options = List.of(
                "-Xmx320m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlog4j2.configurationFile="
                        + directory.resolve("log4j2.properties").toUri());

        ProcessCommand format = ProcessCommand.java(
                "kafka-format",
                options,
                classPath,
                "kafka.tools.StorageTool",
                List.of("format", "--cluster-id", CLUSTER_ID, "--config", properties.toString(), "--standalone"),
                directory);
        new Command(format.command(), directory, Map.of(), format.log()).runOrFail(START_TIMEOUT);

        ManagedProcess process = run.start(ProcessCommand.java(
                "kafka", options, classPath, "kafka.Kafka", List.of(properties.toString()), directory));
        KafkaBroker broker = new KafkaBroker(bootstrap, process);
        broker.waitUntilItAnswers();
        return broker;
    }

    private static Path writeConfiguration(Path directory, String bootstrap, String controller) {
        String properties = String.join(
                "\n",
                "process.roles=broker,controller",
                "node.id=1",
                "controller.quorum.bootstrap.servers=" + controller,
                "controller.listener.names=CONTROLLER",
                "listeners=PLAINTEXT://" + bootstrap + ",CONTROLLER://" + controller,
                "advertised.listeners=PLAINTEXT://" + bootstrap + ",CONTROLLER://" + controller,
                "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "log.dirs=" + directory.resolve("data"),
                "num.partitions=1",
                "num.network.threads=2",
                "num.io.threads=2",
                "offsets.topic.num.partitions=1",
                "offsets.topic.replication.factor=1",
                "transaction.state.log.num.partitions=1",
                "transaction.state.log.replication.factor=1",
                "transaction.state.log.min.isr=1",
                "share.coordinator.state.topic.num.partitions=1",
                "share.coordinator.state.topic.replication.factor=1",
                "share.coordinator.state.topic.min.isr=1",
                "group.initial.rebalance.delay.ms=0",
                "");
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("log4j2.properties"), LOG4J);
            return Files.writeString(directory.resolve("server.properties"), properties);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write Kafka's configuration", e);
        }
    }

    private void waitUntilItAnswers() {
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5000,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5000);
        try (Admin admin = Admin.create(settings)) {
            Wait.until(
                    "an answer of the Kafka broker",
                    START_TIMEOUT,
                    () -> answer(admin),
                    () -> "Kafka" + (process.alive() ? "" : " has ended") + ":\n" + Logs.tail(process.log(), 20));
        }
    }

    private Optional<Boolean> answer(Admin admin) {
        if (!process.alive()) {
            throw new IllegalStateException("The Kafka broker ended:\n" + Logs.tail(process.log(), 20));
        }
        try {
            admin.describeCluster().nodes().get(6, TimeUnit.SECONDS);
            return Optional.of(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for Kafka", e);
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }

    /** Value for {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Its process. */
    public ManagedProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
