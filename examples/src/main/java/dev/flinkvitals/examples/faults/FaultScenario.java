/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults;

import dev.flinkvitals.examples.faults.plant.PlantJob;
import java.time.Duration;
import java.util.Map;

/** Something that goes wrong in a running job, or a healthy job that looks as if. Stateless. */
public interface FaultScenario {
    /** Its name on the command line and in the summary. */
    String name();

    /** What happens, in a few words. */
    String description();

    /** What is right to say about it. */
    Truth truth();

    /**
     * Switches of the job before the fault; those that are not named are as in {@link Plant#HEALTHY}.
     *
     * @return value of each switch
     */
    default Map<String, Double> before() {
        return Map.of();
    }

    /** Subtasks of the vertex with the state. */
    default int parallelism() {
        return PlantJob.PARALLELISM;
    }

    /** Subtasks of the operator that computes. */
    default int scoreParallelism() {
        return PlantJob.PARALLELISM;
    }

    /** Key groups of the vertex with the state. */
    default int maxParallelism() {
        return 128;
    }

    /**
     * Puts the fault into the running job. Whatever was done is undone after the run.
     *
     * @param plant the job and what is around it
     */
    void inject(Plant plant);

    /**
     * Goes on with a fault that changes over time.
     *
     * @param plant the job and what is around it
     * @param seconds since it was injected
     */
    default void during(Plant plant, double seconds) {}

    /** How long the product has to find it; a control is watched for all of it. */
    default Duration watch() {
        return Duration.ofSeconds(75);
    }
}
