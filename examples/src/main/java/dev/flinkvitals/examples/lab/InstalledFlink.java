/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.lab;

import dev.flinkvitals.examples.cluster.Ports;
import dev.flinkvitals.examples.cluster.Run;
import dev.flinkvitals.examples.parts.Command;
import dev.flinkvitals.examples.parts.FlinkDistribution;
import dev.flinkvitals.examples.parts.Logs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A copy of a distribution in which the product is installed by hand, run through Flink's own scripts. */
final class InstalledFlink {
    private static final Duration SCRIPT_TIMEOUT = Duration.ofSeconds(90);

    /** Flink's default RPC port as {@code config.yaml} has it, nested. */
    private static final Pattern DEFAULT_RPC_PORT = Pattern.compile("(?m)^( +port: )6123$");

    private static final Pattern JOB_ID = Pattern.compile("JobID ([0-9a-f]{32})");

    private final Run run;
    private final FlinkDistribution flink;
    private final int restPort = Ports.free();
    private final List<Path> scriptOutputs = new ArrayList<>();
    private final List<ProcessHandle> daemons = new CopyOnWriteArrayList<>();

    InstalledFlink(Run run, FlinkDistribution distribution) {
        this.run = run;
        this.flink = distribution.copyTo(run.directory().resolve("flink"));
        // Both: a script that was interrupted told us nothing, and one that failed to stop a daemon struck it out.
        run.watch(this::processes);
        run.watch(() -> daemons);
    }

    URI rest() {
        return URI.create("http://localhost:" + restPort + "/");
    }

    Path home() {
        return flink.home();
    }

    /** What the installation guide says: the jar into {@code lib}, two lines into {@code config.yaml}; and where signals go. */
    void install(Path jar, URI otlpEndpoint) {
        Path config = flink.home().resolve("conf/config.yaml");
        try {
            Path installed = Files.copy(jar, flink.home().resolve("lib").resolve(jar.getFileName()));
            String text = DEFAULT_RPC_PORT.matcher(Files.readString(config)).replaceFirst("$1" + Ports.free());
            Files.writeString(config, text);
            Files.write(
                    config,
                    List.of(
                            "",
                            "env.java.opts.jobmanager: -javaagent:" + installed,
                            "env.java.opts.taskmanager: -javaagent:" + installed,
                            "vitals.export.endpoint: " + otlpEndpoint,
                            "vitals.export.protocol: http/protobuf",
                            "vitals.export.interval: 2 s",
                            "vitals.interval: 2 s",
                            "rest.port: " + restPort),
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot install the product in " + flink.home(), e);
        }
    }

    /** {@code bin/start-cluster.sh}; what it started is written down, so that it never outlives the run. */
    void start() {
        try {
            script("start-cluster.sh", List.of());
        } finally {
            daemons.addAll(processes());
            daemons.forEach(process -> run.record("a Flink daemon", process));
        }
    }

    /** {@code bin/flink run -d}; returns the job's id. */
    String submit(Path jar, String mainClass, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of("run", "-d", "-c", mainClass, jar.toString()));
        words.addAll(arguments);
        String output = script("flink", words);
        Matcher matcher = JOB_ID.matcher(output);
        if (!matcher.find()) {
            throw new IllegalStateException("bin/flink run named no job:\n" + output);
        }
        return matcher.group(1);
    }

    /** {@code bin/stop-cluster.sh}. */
    void stop() {
        script("stop-cluster.sh", List.of());
    }

    /** Daemons that are still running. */
    List<Long> running() {
        return daemons.stream()
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::pid)
                .toList();
    }

    int daemonCount() {
        return daemons.size();
    }

    /** What the scripts wrote, line by line. */
    List<String> scriptLines() {
        return scriptOutputs.stream().flatMap(file -> Logs.lines(file).stream()).toList();
    }

    /** Lines of all files in {@code log} with the given ending. */
    List<String> logLines(String ending) {
        return files(flink.home().resolve("log")).stream()
                .filter(file -> file.toString().endsWith(ending))
                .flatMap(file -> Logs.lines(file).stream())
                .toList();
    }

    private String script(String name, List<String> arguments) {
        List<String> command = new ArrayList<>(
                List.of(flink.home().resolve("bin").resolve(name).toString()));
        command.addAll(arguments);
        Path output = run.directory().resolve("log").resolve(scriptOutputs.size() + "-" + name + ".out");
        scriptOutputs.add(output);
        Map<String, String> environment = Map.of(
                "JAVA_HOME", System.getProperty("java.home"),
                // A user's own cluster on this machine must not be mixed up with this one.
                "FLINK_PID_DIR", pidDirectory().toString(),
                "FLINK_HOME", "",
                "FLINK_CONF_DIR", "",
                "FLINK_LOG_DIR", "",
                "JAVA_TOOL_OPTIONS", "");
        return new Command(command, flink.home(), environment, output).runOrFail(SCRIPT_TIMEOUT);
    }

    private Path pidDirectory() {
        return run.directory().resolve("pids");
    }

    /** The daemons whose ids the scripts wrote down; they strike out what they stopped. */
    private List<ProcessHandle> processes() {
        return files(pidDirectory()).stream()
                .flatMap(file -> Logs.lines(file).stream())
                .filter(line -> line.strip().matches("\\d+"))
                .flatMap(line -> ProcessHandle.of(Long.parseLong(line.strip())).stream())
                .toList();
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder, e);
        }
    }
}
