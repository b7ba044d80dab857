/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.lab;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flinkvitals.examples.cluster.Run;
import dev.flinkvitals.examples.otlp.OtlpReceiver;
import dev.flinkvitals.examples.parts.FlinkDistribution;
import dev.flinkvitals.examples.parts.Progress;
import dev.flinkvitals.examples.parts.Workspace;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Does what a user does, literally: installs the product in a binary distribution of Flink and runs one of Flink's own jobs. */
@Command(
        name = "distribution",
        description =
                "Installs the jar in a binary Flink distribution (FLINK_HOME, or assembled from PyPI), starts it with"
                        + " Flink's own scripts, runs one of Flink's example jobs, and checks that everything works.")
public final class DistributionCommand implements Callable<Integer> {
    @Mixin
    private LabOptions options = new LabOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli looks at the option, not at the field.
    private boolean help;

    @Option(
            names = "--version",
            paramLabel = "V",
            description = "Flink's version; default: that of FLINK_HOME, else 2.2.1.")
    private @Nullable String version;

    @Override
    public Integer call() {
        Progress progress = options.progress();
        Checks checks = new Checks(progress);
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.put("ok", false);
        try {
            summary.put("version", run(Workspace.find(), checks));
            summary.put("ok", checks.allOk());
        } catch (RuntimeException e) {
            summary.put("error", String.valueOf(e.getMessage()));
            throw e;
        } finally {
            summary.set("checks", checks.json());
            summary.put("seconds", Math.round(options.seconds()));
            options.write(summary);
        }
        progress.say(checks.allOk() ? "all checks passed" : "some checks FAILED");
        return checks.allOk() ? 0 : 1;
    }

    /** Plays the scenario; returns the version of the distribution. */
    private String run(Workspace workspace, Checks checks) {
        FlinkDistribution distribution = FlinkDistribution.find(
                workspace,
                Optional.ofNullable(version),
                Optional.ofNullable(System.getenv("FLINK_HOME"))
                        .filter(home -> !home.isBlank())
                        .map(Path::of),
                options.progress());
        try (OtlpReceiver receiver = OtlpReceiver.start();
                Run run = Run.open(workspace, "distribution", options.keepLogs(), options.progress())) {
            new DistributionScenario(run, distribution, receiver, checks).play();
        }
        return distribution.version();
    }
}
