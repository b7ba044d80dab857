/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.lab;

import dev.flinkvitals.examples.bench.BenchCommand;
import dev.flinkvitals.examples.breaker.BreakerCommand;
import dev.flinkvitals.examples.demo.DemoCommand;
import dev.flinkvitals.examples.faults.FaultsCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Entry of the launcher. */
@Command(
        name = "lab",
        description = "Runs Flink Vitals for real: in real Flink processes on this machine.",
        subcommands = {
            DemoCommand.class,
            DistributionCommand.class,
            FaultsCommand.class,
            BreakerCommand.class,
            BenchCommand.class
        })
public final class Lab {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli looks at the option, not at the field.
    private boolean help;

    private Lab() {}

    /**
     * Runs a command and ends this JVM with its exit code.
     *
     * @param args command line
     */
    public static void main(String[] args) {
        CommandLine line = new CommandLine(new Lab());
        line.setExecutionExceptionHandler((failure, command, parsed) -> report(failure));
        System.exit(line.execute(args));
    }

    /** What we throw ourselves says all in its message; anything else is a fault of ours, and needs its stack trace. */
    private static int report(Exception failure) {
        if (failure instanceof IllegalStateException || failure instanceof IllegalArgumentException) {
            System.err.println("lab: " + failure.getMessage());
        } else {
            failure.printStackTrace();
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
