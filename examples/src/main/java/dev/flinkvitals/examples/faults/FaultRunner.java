/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flinkvitals.examples.cluster.FindingView;
import dev.flinkvitals.examples.cluster.ManagedProcess;
import dev.flinkvitals.examples.cluster.Run;
import dev.flinkvitals.examples.parts.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One run of one scenario: the job starts and settles, is watched while it is well, gets its fault, is watched again, and
 * ends. Not thread safe.
 */
final class FaultRunner {
    private static final Duration START = Duration.ofSeconds(60);
    /** Four windows: until then a job that has just started is not itself. */
    private static final Duration LEAST_SETTLING = Duration.ofSeconds(20);

    private static final Duration MOST_SETTLING = Duration.ofSeconds(90);
    private static final Duration CALM = Duration.ofSeconds(10);
    /** So long after the right diagnosis it may still be spoilt. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(15);

    private static final long POLL_MILLIS = 500;

    private final Run run;
    private final Plant plant;
    private final FaultScenario scenario;
    private final int repetition;
    private final Progress progress;
    private final Judge judge;
    private final Map<String, String> told = new HashMap<>();
    private String job = "";

    FaultRunner(Run run, Plant plant, FaultScenario scenario, int repetition) {
        this.run = run;
        this.plant = plant;
        this.scenario = scenario;
        this.repetition = repetition;
        this.progress = run.progress();
        this.judge = new Judge(scenario.truth());
    }

    /** Plays the run to its end; a run that cannot be played is a result too. */
    FaultRun play() {
        FaultRun result;
        try {
            settle();
            watch();
            result = FaultRun.judged(scenario, repetition, judge);
        } catch (IllegalStateException | UncheckedIOException e) {
            result = FaultRun.failed(scenario, repetition, String.valueOf(e.getMessage()));
        } finally {
            keepLastWord();
            end();
        }
        progress.say(result.toText());
        return result;
    }

    private void settle() {
        plant.reset(scenario.before());
        job = plant.submit(scenario);
        plant.flink().waitForRunning(job, START);
        progress.say(scenario.name() + " #" + repetition + ": the job runs as " + job + ", waiting until it is calm");
        long start = System.nanoTime();
        while (seconds(start) < MOST_SETTLING.toSeconds()) {
            boolean calm = entry().filter(FaultRunner::isCalm).isPresent();
            if (calm && seconds(start) >= LEAST_SETTLING.toSeconds()) {
                return;
            }
            pause();
        }
        // What is still said is counted as false alarms.
        progress.say(scenario.name() + ": not calm after " + MOST_SETTLING.toSeconds() + " s");
    }

    private static boolean isCalm(JsonNode entry) {
        return entry.path("band").asText().equals("GREEN")
                && entry.path("checkpoint").path("ageSeconds").isNumber()
                && FindingView.of(entry).stream().noneMatch(FindingView::isAlarm);
    }

    private void watch() {
        long calm = System.nanoTime();
        while (seconds(calm) < CALM.toSeconds()) {
            see(seconds(calm) - CALM.toSeconds());
            pause();
        }
        progress.say(scenario.name() + ": now " + scenario.description());
        scenario.inject(plant);
        long start = System.nanoTime();
        for (double now = 0; now < scenario.watch().toSeconds() && !isSettled(now); now = seconds(start)) {
            scenario.during(plant, now);
            see(now);
            pause();
        }
    }

    private boolean isSettled(double now) {
        return judge.diagnosed().isPresent() && now - judge.diagnosed().getAsDouble() > AFTERWARDS.toSeconds();
    }

    private void see(double at) {
        Stream.concat(Stream.of(plant.flink().jobManager()), plant.flink().taskManagers().stream())
                .filter(process -> !process.alive())
                .findFirst()
                .map(ManagedProcess::name)
                .ifPresent(name -> {
                    throw new IllegalStateException("the process " + name + " ended");
                });
        List<FindingView> findings = entry().map(FindingView::of).orElse(List.of());
        findings.forEach(finding -> tell(at, finding));
        judge.see(at, findings);
    }

    private void tell(double at, FindingView finding) {
        String said = String.join(" ", finding.severity(), finding.kind(), "at", finding.place(), finding.cause());
        if (finding.isAlarm() && !said.equals(told.put(finding.id(), said))) {
            progress.say(String.format(Locale.ROOT, "  %+6.1f s  %s: %s", at, said, finding.reason()));
        }
    }

    private Optional<JsonNode> entry() {
        return plant.flink().vitals().job(job);
    }

    /** Kept with the logs, for whoever wants to know why. */
    private void keepLastWord() {
        entry().ifPresent(entry -> {
            Path file = run.directory().resolve("log").resolve(scenario.name() + "-" + repetition + ".json");
            try {
                Files.createDirectories(run.directory().resolve("log"));
                Files.writeString(file, entry.toPrettyString());
            } catch (IOException e) {
                progress.say("cannot write " + file + ": " + e.getMessage());
            }
        });
    }

    private void end() {
        plant.reset(Map.of());
        if (job.isEmpty()) {
            return;
        }
        try {
            plant.flink().cancel(job);
            plant.flink().jobs().waitForState(job, "CANCELED", START);
        } catch (IllegalStateException | UncheckedIOException e) {
            progress.say(scenario.name() + ": the job cannot be cancelled: " + e.getMessage());
        }
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
