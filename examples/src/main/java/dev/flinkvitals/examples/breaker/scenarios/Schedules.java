/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.scenarios;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flinkvitals.breaker.schedule.Schedule;
import dev.flinkvitals.examples.breaker.BreakerScenario;
import dev.flinkvitals.examples.breaker.Proof;
import dev.flinkvitals.examples.breaker.Stage;
import dev.flinkvitals.snapshot.schedule.ClusterSchedule;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/**
 * Random schedules in simulated time: against the breaker alone, and against all that acts, with JobManagers that come and go.
 * Needs no cluster. Always the same number of schedules, with the same seeds.
 */
final class Schedules implements BreakerScenario {
    private static final int SCHEDULES = 1_000;
    private static final int BREAKER_CYCLES = 300;
    private static final int CLUSTER_CYCLES = 200;
    /** Of so many seeds it is said what was broken. */
    private static final int MOST_SAID = 10;

    @Override
    public String name() {
        return "schedules";
    }

    @Override
    public String description() {
        return SCHEDULES + " random schedules each of faults, take-overs and lost answers, in simulated time";
    }

    @Override
    public void play(Stage stage, int repetitions) {
        List<Schedule.Report> breaker = all(seed -> new Schedule(seed).run(BREAKER_CYCLES));
        breakerAlone(stage, breaker);
        List<ClusterSchedule.Report> cluster = all(seed -> new ClusterSchedule(seed).run(CLUSTER_CYCLES));
        allThatActs(stage, cluster);
        Proof proof = stage.proof();
        proof.count("schedules", breaker.size() + cluster.size());
        proof.count(
                "invariant_breaks",
                breaker.stream().mapToLong(report -> report.violations().size()).sum()
                        + cluster.stream()
                                .mapToLong(report -> report.violations().size())
                                .sum());
    }

    /** Each stands alone, so all processors may help. */
    private static <R> List<R> all(LongFunction<R> schedule) {
        return LongStream.range(0, SCHEDULES).parallel().mapToObj(schedule).toList();
    }

    private static void breakerAlone(Stage stage, List<Schedule.Report> reports) {
        ObjectNode measured = stage.proof().measured().putObject("breaker");
        measured.put("schedules", reports.size());
        measured.put("actions", sum(reports, Schedule.Report::actions));
        measured.put("take_overs", sum(reports, Schedule.Report::takeOvers));
        measured.put("harmful_in_simulation", sum(reports, Schedule.Report::harmful));
        List<Schedule.Report> broken = reports.stream()
                .filter(report -> !report.violations().isEmpty())
                .toList();
        tell(
                stage,
                measured,
                "breaker",
                broken,
                Schedule.Report::seed,
                report -> report.violations().get(0));
        stage.proof().expect(sum(reports, Schedule.Report::actions) > SCHEDULES, "breaker: hardly anything was done");
    }

    private static void allThatActs(Stage stage, List<ClusterSchedule.Report> reports) {
        ObjectNode measured = stage.proof().measured().putObject("cluster");
        measured.put("schedules", reports.size());
        measured.put("actions", sum(reports, ClusterSchedule.Report::actions));
        measured.put("completed", sum(reports, ClusterSchedule.Report::completed));
        measured.put("take_overs", sum(reports, ClusterSchedule.Report::takeOvers));
        measured.put("triggered_while_deposed", sum(reports, ClusterSchedule.Report::late));
        measured.put(
                "rescued",
                sum(reports, report -> report.rescued().filter(yes -> yes).isPresent() ? 1 : 0));
        measured.put("in_danger", sum(reports, report -> report.rescued().isPresent() ? 1 : 0));
        List<ClusterSchedule.Report> broken = reports.stream()
                .filter(report -> !report.violations().isEmpty())
                .toList();
        tell(
                stage,
                measured,
                "cluster",
                broken,
                ClusterSchedule.Report::seed,
                report -> report.violations().get(0));
        stage.proof()
                .expect(
                        sum(reports, ClusterSchedule.Report::completed) > SCHEDULES,
                        "cluster: hardly anything was done");
    }

    private static <R> long sum(List<R> reports, ToLongFunction<R> what) {
        return reports.stream().mapToLong(what).sum();
    }

    private static <R> void tell(
            Stage stage,
            ObjectNode measured,
            String kind,
            List<R> broken,
            ToLongFunction<R> seed,
            java.util.function.Function<R, String> first) {
        var seeds = measured.putArray("broken_seeds");
        broken.forEach(report -> seeds.add(seed.applyAsLong(report)));
        broken.stream().limit(MOST_SAID).forEach(report -> {
            String line = kind + ", seed " + seed.applyAsLong(report) + ": " + first.apply(report);
            stage.say(line);
            stage.proof().expect(false, line);
        });
        stage.say(kind + ": " + SCHEDULES + " schedules, " + broken.size() + " with a broken promise");
    }
}
