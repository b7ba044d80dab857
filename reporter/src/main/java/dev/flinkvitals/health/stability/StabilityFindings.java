/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.stability;

import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.finding.Severity;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.signals.Coverage;
import dev.flinkvitals.signals.JobFailure;
import dev.flinkvitals.signals.JobPhase;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.JobStatusReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what is wrong with a job that does not run, or does not keep running. */
final class StabilityFindings {
    private static final double TASKS_CRITICAL_WINDOWS = 3;

    private StabilityFindings() {}

    /**
     * What is wrong in this cycle.
     *
     * @param reading the job
     * @param window length of a window
     * @param brokenFor how long the job has been down; empty if it is not
     * @param incompleteFor how long it has been running with tasks missing; zero if none is
     */
    static List<Observation> of(
            JobReading reading, Duration window, Optional<Duration> brokenFor, Duration incompleteFor) {
        List<Observation> seen = new ArrayList<>();
        brokenFor.ifPresent(down -> seen.add(jobDown(reading, window, down)));
        RestartLoop.of(reading.restarts(), reading.tick().at(), window)
                .ifPresent(loop -> seen.add(loop(reading, loop)));
        if (incompleteFor.compareTo(window) > 0) {
            seen.add(tasksMissing(reading, window, incompleteFor));
        }
        signalsLost(reading, brokenFor.isPresent()).ifPresent(seen::add);
        return seen;
    }

    /** Flink restarts a job by itself: only if that takes longer than a window and the pause has somebody to look now. */
    private static Observation jobDown(JobReading reading, Duration window, Duration down) {
        Instant now = reading.tick().at();
        JobPhase phase = reading.status().phase();
        Duration pause =
                Backoff.of(reading.restarts(), now).flatMap(Backoff::current).orElse(Duration.ZERO);
        boolean itself = phase != JobPhase.FAILED && down.compareTo(window.plus(pause)) <= 0;
        Optional<JobFailure> failure = recentFailure(reading, window, down);
        String reason = "the job is " + phase + ", down for " + Words.duration(down)
                + failure.map(f -> "; it failed with " + words(f)).orElse("; why is not known");
        return Observation.of(
                FindingKind.JOB_DOWN,
                itself ? Severity.WARNING : Severity.CRITICAL,
                Place.JOB,
                failure.map(FailureClass::of).orElse(FailureClass.UNKNOWN).label(),
                reason,
                List.of(
                        new Evidence("downtime", Times.seconds(down), "s"),
                        new Evidence("back-off", Times.seconds(pause), "s")));
    }

    private static Observation loop(JobReading reading, RestartLoop loop) {
        Optional<Duration> pause =
                Backoff.of(reading.restarts(), reading.tick().at()).flatMap(Backoff::current);
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence("failures", loop.failures(), "{failure}"));
        evidence.add(new Evidence("time from first to last", Times.seconds(loop.span()), "s"));
        pause.ifPresent(p -> evidence.add(new Evidence("back-off", Times.seconds(p), "s")));
        String reason = loop.failures() + " failures within " + Words.duration(loop.span())
                + (loop.accelerates() ? ", faster and faster" : "") + "; the last one: " + words(loop.newest())
                + pause.map(p -> "; the pause before a restart is " + Words.duration(p))
                        .orElse("");
        return Observation.of(
                FindingKind.RESTART_LOOP,
                Severity.CRITICAL,
                Place.JOB,
                loop.cause().label(),
                reason,
                evidence);
    }

    private static Observation tasksMissing(JobReading reading, Duration window, Duration incompleteFor) {
        FailureClass cause = recentFailure(reading, window, incompleteFor)
                .map(FailureClass::of)
                .orElse(FailureClass.UNKNOWN);
        boolean critical = incompleteFor.compareTo(Times.times(window, TASKS_CRITICAL_WINDOWS)) >= 0;
        return Observation.of(
                FindingKind.TASKS_MISSING,
                critical ? Severity.CRITICAL : Severity.WARNING,
                Place.JOB,
                cause.label(),
                tasksMissing(reading.status(), incompleteFor),
                tasks(reading.status()));
    }

    private static Optional<Observation> signalsLost(JobReading reading, boolean broken) {
        Coverage coverage = reading.coverage();
        Optional<FindingKind> explainedBy = broken ? Optional.of(FindingKind.JOB_DOWN) : Optional.empty();
        if (coverage.reporting() < coverage.expected()) {
            int silent = coverage.expected() - coverage.reporting();
            return Optional.of(new Observation(
                    FindingKind.SIGNALS_LOST,
                    Severity.WARNING,
                    Place.JOB,
                    "taskmanager_silent",
                    silent + " of " + coverage.expected() + " TaskManagers are not heard",
                    List.of(
                            new Evidence("TaskManagers heard", coverage.reporting(), "{taskmanager}"),
                            new Evidence("TaskManagers registered", coverage.expected(), "{taskmanager}")),
                    explainedBy));
        }
        if (reading.status().phase() == JobPhase.RUNNING
                && reading.topology().vertices().isEmpty()) {
            return Optional.of(new Observation(
                    FindingKind.SIGNALS_LOST,
                    Severity.WARNING,
                    Place.JOB,
                    "job_graph_unreadable",
                    "the job runs, but its graph could not be read",
                    List.of(),
                    explainedBy));
        }
        return Optional.empty();
    }

    /** The failure that began what has lasted for the given time; a window of slack, since cycles see it late. */
    private static Optional<JobFailure> recentFailure(JobReading reading, Duration window, Duration lasting) {
        Duration oldest = RestartLoop.longestGap(reading.restarts(), window).plus(lasting);
        return reading.restarts().failures().stream()
                .findFirst()
                .filter(failure ->
                        Duration.between(failure.at(), reading.tick().at()).compareTo(oldest) <= 0);
    }

    /** The end of a sentence that names the last failure; empty if none is known. */
    static String lastFailure(List<JobFailure> newestFirst) {
        return newestFirst.isEmpty() ? "" : "; the last failure: " + words(newestFirst.get(0));
    }

    private static String words(JobFailure failure) {
        return failure.exceptionClass()
                + failure.task().map(task -> " in task '" + task + "'").orElse("");
    }

    static String tasksMissing(JobStatusReading status, Duration incompleteFor) {
        return "only " + status.tasksRunning() + " of " + status.tasksTotal() + " tasks run, for "
                + Words.duration(incompleteFor);
    }

    static List<Evidence> tasks(JobStatusReading status) {
        return List.of(
                new Evidence("tasks running", status.tasksRunning(), "{task}"),
                new Evidence("tasks", status.tasksTotal(), "{task}"));
    }
}
