/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code savepoint PATH}: what a savepoint or checkpoint holds, and what would hurt when it is restored. */
@Command(
        name = "savepoint",
        description =
                "Inspects a savepoint or checkpoint: operators, sizes, states, and what cannot be restored or evolved.",
        footer = {
            "",
            "Needs Flink's jars: those beside this jar, else of FLINK_HOME, else of --flink.",
            "Exit codes: 0 fine, 1 something cannot be restored or evolved,",
            "2 wrong usage, no Flink, or nothing readable at PATH."
        },
        mixinStandardHelpOptions = true)
final class SavepointCommand implements Callable<Integer> {
    private static final int FINDINGS = 1;
    private static final String INSIDE = "dev.flinkvitals.offline.SavepointRun";

    private final PrintWriter out;
    private final PrintWriter err;
    private final Map<String, String> environment;

    @Parameters(
            paramLabel = "PATH",
            description = "Its directory or _metadata file; any file system that Flink is set up for.")
    private String path = "";

    @Option(
            names = "--job-jar",
            paramLabel = "JAR",
            description = "A jar of the job, for serializers that are the job's own; may be repeated.")
    private List<Path> jobJars = new ArrayList<>();

    @Option(names = "--flink", paramLabel = "DIR", description = "Flink's directory, with lib, conf and plugins.")
    private Optional<Path> flink = Optional.empty();

    @Option(names = "--json", description = "Prints a JSON object.")
    private boolean json;

    SavepointCommand(PrintWriter out, PrintWriter err, Map<String, String> environment) {
        this.out = out;
        this.err = err;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Optional<Path> missing =
                jobJars.stream().filter(jar -> !Files.isRegularFile(jar)).findFirst();
        if (missing.isPresent()) {
            err.println(missing.get() + ": no such file");
            return CommandLine.ExitCode.USAGE;
        }
        FlinkHome home;
        try {
            home = FlinkHome.find(flink, environment);
        } catch (FlinkHomeException e) {
            err.println(e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        try {
            Object findings = FlinkCall.call(
                    home,
                    INSIDE,
                    "run",
                    location(path),
                    jobJars,
                    home.configuration(environment),
                    home.plugins(environment),
                    json,
                    out);
            out.flush();
            return findings.equals(0) ? CommandLine.ExitCode.OK : FINDINGS;
        } catch (FlinkCall.Failure e) {
            err.println(ReplayText.printable(path + ": cannot be inspected: " + e.getMessage()));
            return CommandLine.ExitCode.USAGE;
        }
    }

    /** Flink takes what has no scheme for a path of its default file system; here it is first a file of this machine. */
    private static String location(String path) {
        try {
            Path local = Path.of(path);
            return Files.exists(local)
                    ? local.toAbsolutePath().normalize().toUri().toString()
                    : path;
        } catch (InvalidPathException e) {
            return path;
        }
    }
}
