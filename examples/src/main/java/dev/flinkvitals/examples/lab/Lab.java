/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.lab;

import dev.flinkvitals.examples.demo.DemoCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry of the launcher. */
@Command(
        name = "lab",
        mixinStandardHelpOptions = true,
        description = "Runs Flink Vitals for real: in real Flink processes on this machine.",
        subcommands = {DemoCommand.class, DistributionCommand.class})
public final class Lab {
    private Lab() {}

    /**
     * Runs a command and ends this JVM with its exit code.
     *
     * @param args command line
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Lab()).execute(args));
    }
}
