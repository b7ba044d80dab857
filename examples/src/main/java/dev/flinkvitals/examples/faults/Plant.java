/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults;

import dev.flinkvitals.examples.cluster.FlinkCluster;
import dev.flinkvitals.examples.cluster.Run;
import dev.flinkvitals.examples.faults.plant.FaultyFileSystemFactory;
import dev.flinkvitals.examples.faults.plant.PlantJob;
import dev.flinkvitals.examples.faults.plant.Switch;
import dev.flinkvitals.examples.faults.plant.Switches;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The cluster on which the scenarios run, and everything by which they change it: one JobManager, two TaskManagers, a
 * storage, and a service that the job writes to. Not thread safe.
 */
public final class Plant implements AutoCloseable {
    /** A job with plenty to spare. */
    static final Map<String, Double> HEALTHY =
            Map.of(Switch.ARRIVALS, 200.0, Switch.COMBINE_MICROS, 600.0, Switch.SCORE_MICROS, 20.0);

    private static final int TASK_MANAGERS = 2;

    private final Run run;
    private final Path file;
    private final Map<String, Double> switches = new TreeMap<>();
    private final RemoteService service;
    private final FlinkCluster flink;

    /**
     * Starts everything.
     *
     * @param run what the processes belong to
     */
    Plant(Run run) {
        this.run = run;
        this.file = run.directory().resolve("switches.properties");
        this.service = RemoteService.start();
        reset(Map.of());
        try {
            this.flink = startFlink();
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }

    private FlinkCluster startFlink() {
        var builder = FlinkCluster.builder(run, "flink")
                .taskManagers(TASK_MANAGERS)
                .slotsPerTaskManager(2)
                .classPathJar(run.workspace().jobJar());
        PlantSettings.flink(run.directory().resolve("storage")).forEach(builder::config);
        PlantSettings.VITALS.forEach(builder::config);
        return builder.config(FaultyFileSystemFactory.SWITCHES, file.toString()).start();
    }

    FlinkCluster flink() {
        return flink;
    }

    /** Starts the job of a scenario; returns its id. */
    String submit(FaultScenario scenario) {
        return flink.submit(
                run.workspace().jobJar(),
                PlantJob.class.getName(),
                List.of(
                        "--name",
                        scenario.name(),
                        "--switches",
                        file.toString(),
                        "--service-port",
                        String.valueOf(service.port()),
                        "--score-parallelism",
                        String.valueOf(scenario.scoreParallelism()),
                        "--combine-parallelism",
                        String.valueOf(scenario.parallelism()),
                        "--combine-max-parallelism",
                        String.valueOf(scenario.maxParallelism())),
                Optional.empty());
    }

    /** Undoes every fault, and sets the switches of the next job. */
    void reset(Map<String, Double> before) {
        switches.clear();
        switches.putAll(HEALTHY);
        switches.putAll(before);
        write();
        service.answerTime(Duration.ZERO);
    }

    /**
     * Sets a switch of the job or of the storage; it takes effect within half a second.
     *
     * @param name its name
     * @param value its value
     */
    public void set(String name, double value) {
        Double before = switches.put(name, value);
        if (before == null || before != value) {
            write();
        }
    }

    /**
     * Sets how long the service takes for each answer.
     *
     * @param time zero: as long as it takes
     */
    public void serviceAnswersAfter(Duration time) {
        service.answerTime(time);
    }

    private void write() {
        try {
            Switches.write(file, switches);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the switches", e);
        }
    }

    @Override
    public void close() {
        flink.close();
        service.close();
    }
}
