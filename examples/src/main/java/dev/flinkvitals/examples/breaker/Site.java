/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flinkvitals.examples.breaker.job.Report;
import dev.flinkvitals.examples.breaker.job.TallyJob;
import dev.flinkvitals.examples.cluster.FlinkCluster;
import dev.flinkvitals.examples.cluster.FlinkClusterBuilder;
import dev.flinkvitals.examples.cluster.Run;
import dev.flinkvitals.examples.faults.plant.FaultyFileSystemFactory;
import dev.flinkvitals.examples.faults.plant.Switches;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A cluster with the job that is protected, and the switches by which both are put into trouble. Not thread safe. */
public final class Site implements AutoCloseable {
    /** Keys of each job. */
    public static final int KEYS = 1000;

    private static final int RATE = 2000;
    private static final Duration START = Duration.ofSeconds(60);

    private final Run run;
    private final String name;
    private final Path switchFile;
    private final Map<String, Double> switches = new TreeMap<>();
    private final FlinkCluster flink;
    private int submissions;

    /**
     * Starts a cluster.
     *
     * @param run what its processes belong to
     * @param name unique in the run
     * @param settings what is special about it
     */
    public Site(Run run, String name, UnaryOperator<FlinkClusterBuilder> settings) {
        this.run = run;
        this.name = name;
        this.switchFile = run.directory().resolve(name + ".switches");
        write();
        FlinkClusterBuilder builder = FlinkCluster.builder(run, name)
                .taskManagers(2)
                .slotsPerTaskManager(2)
                .classPathJar(run.workspace().jobJar())
                .config(FaultyFileSystemFactory.SWITCHES, switchFile.toString());
        BreakerSettings.ALL.forEach(builder::config);
        this.flink = settings.apply(builder).start();
    }

    /** The cluster. */
    public FlinkCluster flink() {
        return flink;
    }

    /**
     * Sets a switch; it takes effect within half a second.
     *
     * @param which its name
     * @param value its value
     */
    public void set(String which, double value) {
        switches.put(which, value);
        write();
    }

    private void write() {
        try {
            Switches.write(switchFile, switches);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the switches", e);
        }
    }

    /**
     * Starts a job and waits until all of it runs.
     *
     * @param restoreFrom a savepoint
     * @return the running job
     */
    public RunningTally submit(Optional<String> restoreFrom) {
        submissions++;
        Path report = run.directory().resolve(name + "-report-" + submissions);
        String jobName = "tally-" + submissions;
        String job = flink.submit(
                run.workspace().jobJar(),
                TallyJob.class.getName(),
                List.of(
                        "--name",
                        jobName,
                        "--switches",
                        switchFile.toString(),
                        "--report",
                        report.toString(),
                        "--keys",
                        String.valueOf(KEYS),
                        "--rate",
                        String.valueOf(RATE)),
                restoreFrom);
        flink.waitForRunning(job, START);
        return new RunningTally(job, jobName, report);
    }

    /**
     * A job of this site.
     *
     * @param id Flink's id of it
     * @param name its name
     * @param report folder of its {@link Report}
     */
    public record RunningTally(String id, String name, Path report) {}

    /** What the breaker decided and did for a job; empty if the product does not answer. */
    public Optional<BreakerView> breaker(RunningTally job) {
        return flink.vitals().job(job.id()).map(BreakerView::of);
    }

    /**
     * How often Flink restarted a job.
     *
     * @param job the job
     * @return how often; empty if Flink does not answer now
     */
    public OptionalLong restarts(RunningTally job) {
        try {
            for (JsonNode metric : flink.jobs().get("jobs/" + job.id() + "/metrics?get=numRestarts")) {
                return OptionalLong.of(metric.path("value").asLong());
            }
        } catch (UncheckedIOException e) {
            // The next look tells.
        }
        return OptionalLong.empty();
    }

    /**
     * Waits until a job's health is known and a checkpoint of it is completed.
     *
     * @param job the job
     */
    public void waitUntilKnown(RunningTally job) {
        flink.vitals()
                .waitForJob(
                        "a job whose health is known",
                        job.id(),
                        entry -> entry.path("band").asText().equals("GREEN")
                                && entry.path("checkpoint").path("ageSeconds").isNumber(),
                        Duration.ofMinutes(2));
    }

    @Override
    public void close() {
        flink.close();
    }
}
