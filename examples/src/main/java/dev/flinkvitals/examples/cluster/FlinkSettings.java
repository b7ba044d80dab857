/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The {@code config.yaml} and the log4j configuration of a cluster. */
final class FlinkSettings {
    /** What YAML takes for text, number or truth value without quotes; no {@code ": "} or {@code " #"} in it. */
    private static final Pattern PLAIN = Pattern.compile("[\\w./-]([\\w ./%+-]|:(?! |$))*");

    private static final String LOG4J = """
            monitorInterval = 0
            rootLogger.level = INFO
            rootLogger.appenderRef.file.ref = File
            appender.file.name = File
            appender.file.type = FILE
            appender.file.append = true
            appender.file.fileName = ${sys:log.file}
            appender.file.layout.type = PatternLayout
            appender.file.layout.pattern = %d{yyyy-MM-dd HH:mm:ss,SSS} %-5p %-60c %x - %m%n
            """;

    private final Map<String, String> values = new LinkedHashMap<>();

    /** Small processes that recover fast, on the loopback address only. */
    FlinkSettings(Path clusterDirectory) {
        put("jobmanager.rpc.address", "localhost");
        put("jobmanager.bind-host", "localhost");
        put("rest.address", "localhost");
        put("rest.bind-address", "localhost");
        put("taskmanager.host", "localhost");
        put("taskmanager.bind-host", "localhost");
        put("jobmanager.memory.heap.size", "320m");
        put("jobmanager.memory.off-heap.size", "64m");
        put("jobmanager.memory.jvm-metaspace.size", "192m");
        put("taskmanager.memory.process.size", "960m");
        put("taskmanager.memory.jvm-metaspace.size", "192m");
        put("taskmanager.memory.jvm-overhead.min", "96m");
        put("taskmanager.memory.jvm-overhead.max", "96m");
        put("taskmanager.memory.network.min", "64m");
        put("taskmanager.memory.network.max", "64m");
        put("taskmanager.memory.managed.size", "192m");
        put("taskmanager.load-balance.mode", "SLOTS");
        put("state.backend.type", "rocksdb");
        put("execution.checkpointing.incremental", "true");
        put(
                "execution.checkpointing.dir",
                clusterDirectory.resolve("checkpoints").toUri().toString());
        put(
                "execution.checkpointing.savepoint-dir",
                clusterDirectory.resolve("savepoints").toUri().toString());
        put("io.tmp.dirs", clusterDirectory.resolve("tmp").toString());
        put("restart-strategy.type", "fixed-delay");
        put("restart-strategy.fixed-delay.attempts", "1000");
        put("restart-strategy.fixed-delay.delay", "1 s");
        // The defaults are made for a JobManager that is up long before its TaskManagers.
        put("cluster.registration.error-delay", "500 ms");
        put("cluster.registration.initial-timeout", "500 ms");
        put("heartbeat.interval", "2000");
        put("heartbeat.timeout", "20000");
    }

    void put(String key, String value) {
        values.put(key, value);
    }

    void putAll(Map<String, String> more) {
        values.putAll(more);
    }

    /** The value of a key that is set. */
    String require(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalStateException(key + " is not set");
        }
        return value;
    }

    /** What the sizes of the processes depend on. */
    String memoryKey() {
        return values.entrySet().stream()
                .filter(entry -> entry.getKey().matches("(jobmanager|taskmanager)\\.(memory|numberOfTaskSlots|cpu).*"))
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    /** Writes {@code config.yaml} and {@code log4j2.properties}. */
    void write(Path confDirectory) {
        String yaml = values.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + quoted(entry.getValue()) + "\n")
                .collect(Collectors.joining());
        try {
            Files.createDirectories(confDirectory);
            Files.writeString(confDirectory.resolve("config.yaml"), yaml);
            Files.writeString(confDirectory.resolve("log4j2.properties"), LOG4J);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write Flink's configuration", e);
        }
    }

    private static String quoted(String value) {
        return PLAIN.matcher(value).matches()
                ? value
                : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
