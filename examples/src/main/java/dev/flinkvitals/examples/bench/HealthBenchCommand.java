/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flinkvitals.examples.lab.LabOptions;
import dev.flinkvitals.examples.parts.Command;
import dev.flinkvitals.examples.parts.Progress;
import dev.flinkvitals.examples.parts.Workspace;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** {@code examples/lab bench health}. */
@CommandLine.Command(
        name = "health",
        mixinStandardHelpOptions = true,
        description = {
            "Measures one judgement of jobs with 1,000 and 10,000 subtasks, and a replay, in JVMs of their own.",
            "Takes about a minute and a half."
        })
final class HealthBenchCommand implements Callable<Integer> {
    private static final int WARM_UPS = 2;
    private static final int ITERATIONS = 3;
    private static final TimeValue ITERATION = TimeValue.seconds(3);
    private static final String HEAP = "-Xmx1g";
    private static final int LARGE = 10_000;

    @Mixin
    private final LabOptions options = new LabOptions();

    /** What one benchmark gave. */
    private record Figures(double millis, double error, double cpuMillis, double kilobytes) {}

    /** How much faster than the job itself a replay is. */
    private record Speedup(double byTime, double byCpuTime) {}

    @Override
    public Integer call() throws RunnerException {
        Progress progress = options.progress();
        ObjectNode json = JsonNodeFactory.instance.objectNode();

        Figures small = assess(1000, false);
        say(progress, "1,000 subtasks", small, "1 ms");
        json.put("assess_1000_ms", rounded(small.millis()));
        json.put("assess_1000_cpu_ms", rounded(small.cpuMillis()));

        Figures large = assess(LARGE, false);
        say(progress, "10,000 subtasks", large, "15 ms");
        json.put("assess_10000_ms", rounded(large.millis()));
        json.put("assess_10000_cpu_ms", rounded(large.cpuMillis()));
        json.put("assess_10000_alloc_kb", rounded(large.kilobytes()));

        Figures troubled = assess(LARGE, true);
        say(progress, "10,000 subtasks of a job in trouble", troubled, "15 ms");
        json.put("assess_10000_troubled_ms", rounded(troubled.millis()));
        json.put("assess_10000_troubled_cpu_ms", rounded(troubled.cpuMillis()));
        json.put("assess_10000_troubled_alloc_kb", rounded(troubled.kilobytes()));

        long state = stateBytesPerSubtask();
        progress.say("state: " + state + " bytes for each subtask (bound: 2048)");
        json.put("state_bytes_per_subtask", state);

        Speedup speedup = replaySpeedup();
        progress.say(String.format(
                Locale.ROOT,
                "replay of a job with %d subtasks: %,.0f times faster than it happened (bound: 5,000), %,.0f times by processor time",
                ReplayBenchmark.SUBTASKS,
                speedup.byTime(),
                speedup.byCpuTime()));
        json.put("replay_speedup", Math.round(speedup.byTime()));
        json.put("replay_cpu_speedup", Math.round(speedup.byCpuTime()));
        options.write(json);
        return 0;
    }

    private static Figures assess(int subtasks, boolean troubled) throws RunnerException {
        RunResult result = run(new OptionsBuilder()
                .include(AssessBenchmark.class.getName())
                .param("subtasks", String.valueOf(subtasks))
                .param("troubled", String.valueOf(troubled)));
        var time = result.getPrimaryResult();
        double assessments = count(result, "assessments");
        return new Figures(
                time.getScore(),
                time.getScoreError(),
                count(result, "cpuNanos") / assessments / 1e6,
                count(result, "allocatedBytes") / assessments / 1024);
    }

    /** Seconds of the job over seconds of the replay. */
    private static Speedup replaySpeedup() throws RunnerException {
        RunResult result = run(new OptionsBuilder().include(ReplayBenchmark.class.getName()));
        double covered = count(result, "seconds") / count(result, "replays");
        return new Speedup(
                covered / (result.getPrimaryResult().getScore() / 1000),
                count(result, "seconds") / (count(result, "cpuNanos") / 1e9));
    }

    private static RunResult run(ChainedOptionsBuilder benchmark) throws RunnerException {
        return new Runner(benchmark
                        .forks(1)
                        .jvmArgs(HEAP)
                        .warmupIterations(WARM_UPS)
                        .warmupTime(ITERATION)
                        .measurementIterations(ITERATIONS)
                        .measurementTime(ITERATION)
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .runSingle();
    }

    private static double count(RunResult result, String counter) {
        return Objects.requireNonNull(result.getSecondaryResults().get(counter), counter)
                .getScore();
    }

    private static long stateBytesPerSubtask() {
        Workspace workspace = Workspace.find();
        Path log = workspace.partsDirectory().resolveSibling("state-size.out");
        String output = new Command(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                HEAP,
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                StateSize.class.getName(),
                                String.valueOf(LARGE)),
                        workspace.root(),
                        Map.of(),
                        log)
                .runOrFail(Duration.ofMinutes(2));
        return Long.parseLong(output.strip());
    }

    private static void say(Progress progress, String what, Figures figures, String bound) {
        progress.say(String.format(
                Locale.ROOT,
                "%s: %.2f ms +- %.2f (bound: %s), %.2f ms of processor time, %.0f kB allocated",
                what,
                figures.millis(),
                figures.error(),
                bound,
                figures.cpuMillis(),
                figures.kilobytes()));
    }

    private static BigDecimal rounded(double figure) {
        return BigDecimal.valueOf(figure).round(new MathContext(3));
    }
}
