/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.jobs;

import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What a {@link ProbeJob} does.
 *
 * @param name the job's name
 * @param recordsPerSecond rate of the source over all subtasks
 * @param keys number of keys that are counted
 * @param parallelism parallelism of all vertices
 * @param checkpointInterval time between two checkpoints
 * @param failFromCheckpoint id of the first checkpoint whose asynchronous part fails; 0 for none
 * @param failSubtask the subtask in which it fails
 * @param leakBytes bytes of state that each record leaves behind for good
 * @param workMicros CPU time that each record costs, in microseconds
 * @param hotShare share of the records that have one and the same key, 0 to 1
 */
public record ProbeOptions(
        String name,
        double recordsPerSecond,
        long keys,
        int parallelism,
        Duration checkpointInterval,
        long failFromCheckpoint,
        int failSubtask,
        int leakBytes,
        long workMicros,
        double hotShare)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /**
     * Reads {@code --name value} pairs; what is not given has a harmless default.
     *
     * @param args program arguments
     * @return the options
     * @throws IllegalArgumentException on an unknown name or a name without a value
     */
    static ProbeOptions parse(String[] args) {
        Map<String, String> values = new HashMap<>(Map.of(
                "--name", "probe",
                "--rate", "200",
                "--keys", "100",
                "--parallelism", "2",
                "--checkpoint-interval-ms", "1000",
                "--fail-from-checkpoint", "0",
                "--fail-subtask", "0",
                "--leak-bytes", "0",
                "--work-micros", "0",
                "--hot-share", "0"));
        for (int i = 0; i < args.length; i += 2) {
            if (!values.containsKey(args[i]) || i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + ": expected one of " + values.keySet() + " and a value");
            }
            values.put(args[i], args[i + 1]);
        }
        return new ProbeOptions(
                values.getOrDefault("--name", ""),
                Double.parseDouble(values.getOrDefault("--rate", "")),
                Long.parseLong(values.getOrDefault("--keys", "")),
                Integer.parseInt(values.getOrDefault("--parallelism", "")),
                Duration.ofMillis(Long.parseLong(values.getOrDefault("--checkpoint-interval-ms", ""))),
                Long.parseLong(values.getOrDefault("--fail-from-checkpoint", "")),
                Integer.parseInt(values.getOrDefault("--fail-subtask", "")),
                Integer.parseInt(values.getOrDefault("--leak-bytes", "")),
                Long.parseLong(values.getOrDefault("--work-micros", "")),
                Double.parseDouble(values.getOrDefault("--hot-share", "")));
    }

    /** The key of a number. */
    long key(long number) {
        long hundredth = Math.floorMod(number, 100L);
        return hundredth < hotShare * 100 ? 0 : Math.floorMod(number, keys);
    }

    /** Whether the given checkpoint fails in the given subtask. */
    boolean fails(long checkpointId, int subtask) {
        return failFromCheckpoint > 0 && checkpointId >= failFromCheckpoint && subtask == failSubtask;
    }
}
