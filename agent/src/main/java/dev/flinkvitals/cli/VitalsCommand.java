/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.cli;

import dev.flinkvitals.config.ConfigKey;
import dev.flinkvitals.config.ConfigParser;
import dev.flinkvitals.config.ConfigProblem;
import dev.flinkvitals.config.ConfigResult;
import dev.flinkvitals.export.VitalsVersion;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * The command line of the jar: {@code java -jar flink-vitals.jar}. It runs on the user's machine with only this jar on the
 * class path, so nothing here may need a class of Flink; a command that does looks for Flink itself ({@link FlinkHome}).
 *
 * <p>Exit codes: 0 fine, 1 problems found, 2 wrong usage or unreadable file; {@code replay} and
 * {@code ledger} have one more.
 */
@Command(
        name = "flink-vitals",
        description =
                "Looks after Apache Flink jobs from inside the cluster. This command line checks its configuration, replays its recordings, inspects savepoints, and lists the breaker's ledger.",
        mixinStandardHelpOptions = true)
public final class VitalsCommand {
    private static final int PROBLEMS = 1;

    private final PrintWriter out;
    private final PrintWriter err;

    private VitalsCommand(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Entry of the jar; ends the process with the command's exit code.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, arguments));
    }

    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine commandLine = new CommandLine(new VitalsCommand(out, err))
                .addSubcommand(new ReplayCommand(out, err))
                .addSubcommand(new SavepointCommand(out, err, System.getenv()))
                .addSubcommand(new LedgerCommand(out, err, System.getenv()));
        String version = "flink-vitals " + VitalsVersion.current();
        commandLine.getCommandSpec().version(version);
        commandLine
                .getSubcommands()
                .values()
                .forEach(sub -> sub.getCommandSpec().version(version));
        return commandLine.setOut(out).setErr(err).execute(arguments);
    }

    @Command(name = "keys", description = "Prints the configuration keys.", mixinStandardHelpOptions = true)
    int keys() {
        for (ConfigKey key : ConfigKey.values()) {
            String byDefault = key.defaultText().map(text -> "default " + text).orElse("unset by default");
            out.println(key.key());
            out.println("    " + key.description().replace("`", ""));
            out.println("    " + sentence(key.rule()) + "; " + byDefault + ".");
            key.environmentVariable().ifPresent(name -> out.println("    Where it is not set, " + name + " counts."));
        }
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "check",
            description = "Says what is wrong with the vitals settings in Flink's config.yaml.",
            mixinStandardHelpOptions = true)
    int check(@Parameters(paramLabel = "FILE", description = "Flink's config.yaml") Path file) {
        Map<String, String> settings;
        try {
            settings = ConfigFile.read(file);
        } catch (ConfigFileException e) {
            err.println(file + ": " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        // The environment of this machine is not the cluster's.
        ConfigResult result = ConfigParser.parse(settings, Map.of());
        for (ConfigProblem problem : result.problems()) {
            out.println(problem.message());
        }
        long found = settings.keySet().stream()
                .filter(key -> key.toLowerCase(Locale.ROOT).startsWith(ConfigKey.PREFIX))
                .count();
        out.println(
                file + ": " + found + " vitals settings, " + result.problems().size() + " problems");
        return result.problems().isEmpty() ? CommandLine.ExitCode.OK : PROBLEMS;
    }

    private static String sentence(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
