/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.e2e;

import static dev.flinkvitals.examples.e2e.Scene.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.examples.cluster.FlinkClusterBuilder;
import dev.flinkvitals.examples.cluster.Ports;
import dev.flinkvitals.examples.parts.Wait;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Installations that are not as the guide says: Flink runs in each, and the log says what is missing. */
class InstallationIT {
    @ParameterizedTest
    @ValueSource(strings = {"2.2.1", "1.20.5"})
    void aBrokenConfigurationLetsFlinkStartAndNamesTheKeys(String version) {
        try (Scene scene = open(
                "broken",
                version,
                builder -> builder.config("vitals.interval", "nonsense")
                        .config("vitals.helth.window", "5 s")
                        // Nobody listens there.
                        .config("vitals.export.endpoint", "http://127.0.0.1:" + Ports.free()))) {
            String job = scene.submit();
            scene.flink().jobs().waitForCheckpoints(job, 2, PATIENCE);
            scene.flink()
                    .vitals()
                    .waitForJob("a score", job, entry -> entry.path("score").isNumber(), PATIENCE);

            scene.processes().forEach(process -> {
                List<String> lines = scene.flink().logLines(process);
                List<String> errors = ofOurs(lines, "ERROR");
                assertThat(errors)
                        .as(process.name())
                        .anySatisfy(line -> assertThat(line).contains("vitals.interval", "nonsense"))
                        .anySatisfy(line -> assertThat(line).contains("vitals.helth.window", "vitals.health.window"));
                assertThat(errors).as(process.name()).hasSizeLessThanOrEqualTo(2);
                assertThat(ofOurs(lines, "WARN")).as(process.name()).hasSizeLessThanOrEqualTo(2);
                assertThat(process.alive()).as(process.name()).isTrue();
            });
            scene.assertNothingOnStandardOutput();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.2.1", "1.20.5"})
    void theReporterWorksWithoutTheAgentAndSaysWhatIsMissing(String version) {
        try (Scene scene = open(
                "reporter",
                version,
                builder -> builder.agent(false)
                        .config(
                                "metrics.reporter.vitals.factory.class",
                                "dev.flinkvitals.metrics.VitalsReporterFactory"))) {
            String job = scene.submit();

            Wait.until(
                    "Flink's metrics over OTLP",
                    PATIENCE,
                    () -> Optional.of(scene.receiver().metricNames())
                            .filter(names -> names.containsAll(List.of(
                                    "flink.jobmanager.numRegisteredTaskManagers",
                                    "flink.taskmanager.job.task.numRecordsIn"))),
                    () -> "arrived: " + scene.receiver().metricNames());

            assertThat(scene.flink().jobState(job)).isEqualTo("RUNNING");
            scene.processes()
                    .forEach(process -> assertThat(ofOurs(scene.flink().logLines(process), "INFO"))
                            .as(process.name())
                            .anySatisfy(line -> assertThat(line).contains("metric reporter only", "-javaagent")));
            assertThat(scene.ourErrors()).isEmpty();
            scene.assertNothingOnStandardOutput();
        }
    }

    private static Scene open(String name, String version, UnaryOperator<FlinkClusterBuilder> more) {
        return Scene.open(
                name,
                version,
                "grpc",
                builder -> more.apply(builder.taskManagers(1).slotsPerTaskManager(2)));
    }

    private static List<String> ofOurs(List<String> lines, String level) {
        return lines.stream()
                .filter(line -> line.matches("\\S+ \\S+ " + level + " +dev\\.flinkvitals.*"))
                .toList();
    }
}
