/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.rocksdb;

import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.ProcessReading;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The state backend by the name that Flink tells.
 *
 * @param name Flink's name; empty if it is not known yet
 */
record StateBackendKind(Optional<String> name) {
    static StateBackendKind of(JobReading reading) {
        return new StateBackendKind(reading.checkpoints().settings().flatMap(CheckpointSettings::stateBackend));
    }

    /** What a person calls it; the metrics do not tell the two apart. */
    String label() {
        return has("forst") ? "ForSt" : "RocksDB";
    }

    /** What follows from the absence of all readings. */
    Judgement withoutReadings(JobReading reading, boolean everHeard) {
        if (everHeard) {
            return missing();
        }
        if (name.isEmpty()) {
            return new Judgement.Missing("the state backend is not known yet; it comes with the checkpoint settings");
        }
        // The changelog backend is a wrapper around another.
        if (!has("rocksdb") && !has("forst") && !has("changelog")) {
            return new Judgement.NotApplicable(
                    "the job keeps its state in " + name.orElseThrow() + ", not in RocksDB or ForSt");
        }
        return opensNoDatabase(reading)
                ? new Judgement.NotApplicable("the job has no keyed state: no TaskManager opened a database for it")
                : missing();
    }

    Judgement missing() {
        String key = label().equals("ForSt") ? "forst" : "rocksdb";
        return new Judgement.Missing("the job uses " + label() + ", but none of its native metrics arrive; "
                + "vitals.rocksdb.metrics.enabled switches them on, as do state.backend." + key + ".metrics.*");
    }

    /**
     * A database reserves its slot's managed memory when it is opened, which is before its task runs. So nobody opened one
     * where all tasks run, every TaskManager of the job tells what is reserved, and that is nothing.
     */
    private static boolean opensNoDatabase(JobReading reading) {
        List<ProcessReading> taskManagers = reading.processes().stream()
                .filter(process -> !process.isJobManager())
                .toList();
        return reading.states().isEmpty()
                && reading.status().isFullyRunning()
                && reading.coverage().ratio() >= 1
                && !taskManagers.isEmpty()
                && taskManagers.stream()
                        .allMatch(process -> process.managedMaxBytes().orElse(0) > 0
                                && process.managedBytes().orElse(-1) == 0);
    }

    private boolean has(String part) {
        return name.map(n -> n.toLowerCase(Locale.ROOT).contains(part)).orElse(false);
    }
}
