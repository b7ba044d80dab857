/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

import dev.flinkvitals.examples.parts.Logs;
import dev.flinkvitals.examples.parts.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A ZooKeeper server in its own JVM, alone, on a free port of this machine. Thread safe. */
public final class ZooKeeper implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final int ANSWER_MILLIS = 2000;

    private static final String LOG4J = """
            rootLogger.level = WARN
            rootLogger.appenderRef.out.ref = Out
            appender.out.name = Out
            appender.out.type = Console
            appender.out.layout.type = PatternLayout
            appender.out.layout.pattern = %d{HH:mm:ss,SSS} %-5p %c - %m%n
            """;

    private final int port;
    private final ManagedProcess process;

    private ZooKeeper(int port, ManagedProcess process) {
        this.port = port;
        this.process = process;
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param run what its process belongs to
     * @return the running server
     * @throws IllegalStateException if it does not come up within a minute
     */
    public static ZooKeeper start(Run run) {
        List<Path> classPath = run.classPaths().zooKeeper();
        run.progress().say("starting a ZooKeeper server");
        Path directory = run.directory().resolve("zookeeper");
        int port = Ports.free();
        Path configuration = writeConfiguration(directory, port);
        ManagedProcess process = run.start(ProcessCommand.java(
                "zookeeper",
                List.of(
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dlog4j2.configurationFile="
                                + directory.resolve("log4j2.properties").toUri()),
                classPath,
                "org.apache.zookeeper.server.ZooKeeperServerMain",
                List.of(configuration.toString()),
                directory));
        ZooKeeper server = new ZooKeeper(port, process);
        Wait.until(
                "an answer of ZooKeeper",
                START_TIMEOUT,
                server::answer,
                () -> "ZooKeeper" + (process.alive() ? "" : " has ended") + ":\n" + Logs.tail(process.log(), 20));
        return server;
    }

    private static Path writeConfiguration(Path directory, int port) {
        // The shortest session is two ticks long; a dead leader is noticed when its session ends.
        String configuration = String.join(
                "\n",
                "tickTime=500",
                "clientPort=" + port,
                "clientPortAddress=localhost",
                "dataDir=" + directory.resolve("data"),
                "admin.enableServer=false",
                "4lw.commands.whitelist=ruok",
                "");
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("log4j2.properties"), LOG4J);
            return Files.writeString(directory.resolve("zoo.cfg"), configuration);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write ZooKeeper's configuration", e);
        }
    }

    /** Its own question whether it is well. */
    private Optional<Boolean> answer() {
        if (!process.alive()) {
            throw new IllegalStateException("ZooKeeper ended:\n" + Logs.tail(process.log(), 20));
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write("ruok".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.equals("imok") ? Optional.of(true) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Value for {@code high-availability.zookeeper.quorum}. */
    public String quorum() {
        return "localhost:" + port;
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
