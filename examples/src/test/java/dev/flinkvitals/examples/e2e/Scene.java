/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.examples.cluster.FlinkCluster;
import dev.flinkvitals.examples.cluster.FlinkClusterBuilder;
import dev.flinkvitals.examples.cluster.ManagedProcess;
import dev.flinkvitals.examples.cluster.Run;
import dev.flinkvitals.examples.otlp.OtlpReceiver;
import dev.flinkvitals.examples.parts.Command;
import dev.flinkvitals.examples.parts.Logs;
import dev.flinkvitals.examples.parts.Wait;
import dev.flinkvitals.examples.parts.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A cluster and a receiver for a test; its logs are kept in {@code target/it-logs}. */
final class Scene implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String PROBE = "dev.flinkvitals.examples.jobs.ProbeJob";
    /** The jobs are no part of the product: one of them fails on purpose. */
    private static final Pattern OUR_ERROR = Pattern.compile("( ERROR +|^\\s+at )dev\\.flinkvitals\\.(?!examples\\.)");

    private final Run run;
    private final String version;
    private final OtlpReceiver receiver;
    private final FlinkCluster flink;

    private Scene(Run run, String version, OtlpReceiver receiver, FlinkCluster flink) {
        this.run = run;
        this.version = version;
        this.receiver = receiver;
        this.flink = flink;
    }

    /**
     * Starts a cluster that looks at its jobs every second.
     *
     * @param name name for the logs
     * @param version Flink's version
     * @param protocol OTLP's transport, as the setting names it
     * @param more further settings
     */
    static Scene open(String name, String version, String protocol, UnaryOperator<FlinkClusterBuilder> more) {
        Workspace workspace = Workspace.find();
        Path logs = workspace.root().resolve("examples/target/it-logs").resolve(name + "-" + version);
        Run run = Run.open(workspace, "it", Optional.of(logs), line -> {});
        OtlpReceiver receiver = OtlpReceiver.start();
        try {
            FlinkClusterBuilder builder = FlinkCluster.builder(run, "flink")
                    .version(version)
                    .config("vitals.interval", "1 s")
                    .config("vitals.export.interval", "1 s")
                    .config("vitals.export.protocol", protocol)
                    .config(
                            "vitals.export.endpoint",
                            (protocol.equals("grpc") ? receiver.grpc() : receiver.http()).toString())
                    .config("execution.checkpointing.tolerable-failed-checkpoints", "1000");
            return new Scene(run, version, receiver, more.apply(builder).start());
        } catch (RuntimeException e) {
            receiver.close();
            run.close();
            throw e;
        }
    }

    FlinkCluster flink() {
        return flink;
    }

    OtlpReceiver receiver() {
        return receiver;
    }

    /** Starts a probe job and waits until it runs. */
    String submit(String... options) {
        return submitFrom(Optional.empty(), options);
    }

    /** The same, from a savepoint. */
    String submitFrom(Optional<String> savepoint, String... options) {
        String job = flink.submit(run.workspace().jobJar(), PROBE, List.of(options), savepoint);
        flink.waitForRunning(job, PATIENCE);
        return job;
    }

    /** Cancels a job and waits for its end. */
    void cancel(String job) {
        flink.cancel(job);
        flink.jobs().waitForState(job, "CANCELED", PATIENCE);
    }

    Stream<ManagedProcess> processes() {
        return Stream.concat(Stream.of(flink.jobManager()), flink.taskManagers().stream());
    }

    /** The newest recording of the flight recorder that was written for a reason. */
    Path waitForRecording(String reason) {
        Path directory = flink.logDirectory().resolve("flink-vitals");
        return Wait.until(
                "a recording because of " + reason,
                PATIENCE,
                () -> {
                    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*-" + reason + ".fvrec")) {
                        return StreamSupport.stream(files.spliterator(), false).max(Comparator.naturalOrder());
                    } catch (IOException e) {
                        return Optional.empty();
                    }
                },
                () -> "no such file in " + directory);
    }

    /** What the jar's own command line makes of a recording; an exit code other than 0 is a failure. */
    String replay(Path recording) {
        return commandLine("replay", recording.toString()).runOrFail(PATIENCE);
    }

    /** What the jar's own command line makes of a savepoint, with this cluster's Flink in a {@code lib} as a distribution has it. */
    Command.Result inspect(String savepoint) {
        Path lib = flink.directory().resolve("lib");
        try {
            Files.createDirectories(lib);
            for (Path jar : run.classPaths().flink(version)) {
                Path link = lib.resolve(jar.getFileName());
                if (!Files.exists(link)) {
                    Files.createSymbolicLink(link, jar);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return commandLine("savepoint", "--flink", flink.directory().toString(), savepoint)
                .run(PATIENCE);
    }

    private Command commandLine(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                run.workspace().agentJar().toString()));
        command.addAll(List.of(arguments));
        Path directory = flink.directory();
        return new Command(command, directory, Map.of(), directory.resolve(arguments[0] + ".txt"));
    }

    /** The first lines of all logs in which the product writes an error, or is part of a stack trace. */
    List<String> ourErrors() {
        return processes()
                .flatMap(process -> flink.logLines(process).stream())
                .filter(line -> OUR_ERROR.matcher(line).find())
                .limit(20)
                .toList();
    }

    /** The product never writes to standard output, and nothing that it does makes the JVM complain. */
    void assertNothingOnStandardOutput() {
        assertThat(processes().flatMap(process -> Logs.lines(process.log()).stream()))
                .isEmpty();
    }

    @Override
    public void close() {
        run.close();
        receiver.close();
    }
}
