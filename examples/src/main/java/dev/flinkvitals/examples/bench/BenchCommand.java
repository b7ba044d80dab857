/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.bench;

import picocli.CommandLine.Command;

/** {@code examples/lab bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures how fast parts of the product are, and how much memory they take.",
        subcommands = HealthBenchCommand.class)
public final class BenchCommand {}
