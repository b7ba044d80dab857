/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.lab;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flinkvitals.examples.cluster.JobClient;
import dev.flinkvitals.examples.cluster.Run;
import dev.flinkvitals.examples.cluster.VitalsClient;
import dev.flinkvitals.examples.otlp.OtlpReceiver;
import dev.flinkvitals.examples.parts.Command;
import dev.flinkvitals.examples.parts.FlinkDistribution;
import dev.flinkvitals.examples.parts.FlinkExamples;
import dev.flinkvitals.examples.parts.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The steps of {@code lab distribution}, each of which is a check. */
final class DistributionScenario {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** One of ours was unhappy, or failed inside Flink. */
    private static final Pattern OUR_TROUBLE = Pattern.compile(
            "(WARN|ERROR|FATAL).*dev\\.flinkvitals|^\\s+at dev\\.flinkvitals|Exception.*dev\\.flinkvitals");

    /** One signal of each kind: judged by the JobManager, Flink's own of each process. */
    private static final Set<String> EXPECTED_SIGNALS = Set.of(
            "flink.vitals.job.score",
            "flink.vitals.checkpoint.age",
            "flink.vitals.agent.hook",
            "flink.jobmanager.numRegisteredTaskManagers",
            "flink.taskmanager.job.task.numRecordsIn");

    private final Run run;
    private final InstalledFlink flink;
    private final OtlpReceiver receiver;
    private final Checks checks;
    private final Path examples;
    private final JobClient jobs;
    private final VitalsClient vitals;

    DistributionScenario(Run run, FlinkDistribution distribution, OtlpReceiver receiver, Checks checks) {
        this.run = run;
        this.receiver = receiver;
        this.checks = checks;
        this.examples = FlinkExamples.resolve(run.workspace(), distribution.version(), run.progress());
        run.progress().say("copying Flink " + distribution.version() + " from " + distribution.home());
        this.flink = new InstalledFlink(run, distribution);
        this.jobs = new JobClient(flink.rest(), () -> tail(flink.logLines(".log")));
        this.vitals = new VitalsClient(flink.rest());
    }

    void play() {
        flink.install(run.workspace().agentJar(), receiver.http());
        boolean started = checks.check("start-cluster", () -> {
            flink.start();
            return flink.daemonCount() + " daemons";
        });
        if (started && checks.check("taskmanager-registers", this::taskManagerRegisters)) {
            useCluster();
        }
        checks.check("stop-cluster", () -> {
            flink.stop();
            return "bin/stop-cluster.sh";
        });
        checks.check("no-process-left", this::noProcessLeft);
        checks.check(
                "scripts-clean",
                () -> clean("the scripts' output", flink.scriptLines(), line -> {
                    String lower = line.toLowerCase(Locale.ROOT);
                    return lower.contains("vitals") || lower.contains("exception") || lower.contains("warning");
                }));
        checks.check(
                "logs-clean",
                () -> clean(
                        "the logs",
                        flink.logLines(".log"),
                        line -> OUR_TROUBLE.matcher(line).find()));
        checks.check("stdout-clean", () -> clean("standard output", flink.logLines(".out"), line -> !line.isBlank()));
    }

    private void useCluster() {
        Path checkpoints = run.directory().resolve("checkpoints");
        String[] job = new String[1];
        boolean runs = checks.check("job-runs", () -> {
            job[0] = flink.submit(
                    examples,
                    FlinkExamples.STATE_MACHINE,
                    // Without errors it prints nothing, so that anything on standard output is a fault.
                    List.of(
                            "--backend",
                            "hashmap",
                            "--checkpoint-dir",
                            checkpoints.toUri().toString(),
                            "--error-rate",
                            "0.0",
                            "--rps",
                            "500"));
            jobs.waitForRunning(job[0], PATIENCE);
            return "bin/flink run -d, job " + job[0];
        });
        if (!runs) {
            return;
        }
        checks.check("page", () -> page(job[0]));
        checks.check("signals-over-otlp", this::signals);
        checks.check("checkpoint", () -> {
            long id = jobs.triggerCheckpoint(job[0], PATIENCE);
            return "triggered checkpoint " + id + " completed";
        });
        checks.check("checkpoint-seen", () -> {
            JsonNode entry = vitals.waitForJob(
                    "the age of a completed checkpoint",
                    job[0],
                    seen -> seen.path("checkpoint").path("ageSeconds").isNumber(),
                    PATIENCE);
            return "age " + entry.path("checkpoint").path("ageSeconds") + " s";
        });
        checks.check("savepoint-inspected", () -> {
            Path target = run.directory().resolve("savepoints");
            return inspected(jobs.triggerSavepoint(job[0], target, PATIENCE));
        });
        checks.check("flink-ui", () -> {
            if (!jobs.getText("").contains("Apache Flink")) {
                throw new IllegalStateException("the start page is not Flink's");
            }
            return "the start page is Flink's own";
        });
    }

    private String taskManagerRegisters() {
        jobs.waitFor(
                "a registered TaskManager",
                "overview",
                overview -> overview.path("taskmanagers").asInt() > 0,
                PATIENCE);
        return "within the time limit";
    }

    private String page(String job) {
        String html = vitals.page();
        if (!html.contains("<html")) {
            throw new IllegalStateException("/vitals is no page: " + html);
        }
        JsonNode entry = vitals.waitForJob(
                "a score of the job", job, seen -> seen.path("score").isNumber(), PATIENCE);
        return "/vitals answers 200, score " + entry.path("score");
    }

    private String signals() {
        Wait.until(
                "signals over OTLP",
                PATIENCE,
                () -> Optional.of(receiver.metricNames()).filter(names -> names.containsAll(EXPECTED_SIGNALS)),
                () -> "missing: "
                        + EXPECTED_SIGNALS.stream()
                                .filter(name -> !receiver.metricNames().contains(name))
                                .sorted()
                                .toList()
                        + " among " + receiver.metricNames().size() + " metrics in " + receiver.requests()
                        + " requests");
        return receiver.metricNames().size() + " metrics, " + receiver.points() + " points";
    }

    /** The jar lies beside Flink's own, so that nothing has to be said about where Flink is. */
    private String inspected(String savepoint) {
        Path lib = flink.home().resolve("lib");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                lib.resolve(run.workspace().agentJar().getFileName()).toString(),
                "savepoint",
                savepoint);
        Path output = run.directory().resolve("savepoint.txt");
        String text = new Command(command, run.directory(), Map.of("FLINK_HOME", ""), output)
                .run(PATIENCE)
                .output();
        if (!text.contains("savepoint " + savepoint) || !text.contains("Operator ")) {
            throw new IllegalStateException("the inspection of " + savepoint + " says:\n" + text);
        }
        return text.lines().filter(line -> line.startsWith("Operator ")).count() + " operators, "
                + text.lines().filter(line -> line.startsWith("! ")).count() + " findings";
    }

    private String noProcessLeft() {
        Wait.until(
                "the end of the daemons",
                Duration.ofSeconds(15),
                () -> Optional.of(flink.running()).filter(List::isEmpty),
                () -> "still running: " + flink.running());
        return "all daemons ended";
    }

    private static String clean(String where, List<String> lines, Predicate<String> trouble) {
        List<String> found = lines.stream().filter(trouble).limit(10).toList();
        if (!found.isEmpty()) {
            throw new IllegalStateException("found in " + where + ":\n    " + String.join("\n    ", found));
        }
        return lines.size() + " lines";
    }

    private static String tail(List<String> lines) {
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }
}
