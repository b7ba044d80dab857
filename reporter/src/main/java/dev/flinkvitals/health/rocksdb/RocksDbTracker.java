/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.rocksdb;

import dev.flinkvitals.health.estimate.WindowClock;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.ProcessReading;
import dev.flinkvitals.signals.StateBackendReading;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.SubtaskReading;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The databases of a job over the last window. Not thread-safe. */
public final class RocksDbTracker {
    /** A database that is silent for longer is forgotten. */
    private static final int STALE_WINDOWS = 2;

    private final long windowMillis;
    private final WindowClock clock;
    private final Map<SubtaskId, Database> databases = new HashMap<>();
    private boolean everHeard;

    public RocksDbTracker(Duration window) {
        this.windowMillis = Math.max(1, window.toMillis());
        this.clock = new WindowClock(window);
    }

    /**
     * Takes one cycle.
     *
     * @param reading the job
     */
    public void update(JobReading reading) {
        long now = reading.tick().elapsed().toMillis();
        boolean windowEnds = clock.advance(reading.tick().elapsed());
        int before = databases.size();
        for (StateBackendReading state : reading.stateBackends()) {
            databases
                    .computeIfAbsent(state.subtask(), id -> new Database(id, windowMillis))
                    .add(state, now);
        }
        everHeard |= !databases.isEmpty();
        databases.values().removeIf(database -> {
            long age = now - database.heardAtMillis();
            if (age == 0) {
                database.end(windowEnds);
            }
            return age < 0 || age > STALE_WINDOWS * windowMillis;
        });
        if (windowEnds || databases.size() != before) {
            managedMemory(reading);
        }
    }

    private void managedMemory(JobReading reading) {
        Map<String, OptionalLong> managed = new HashMap<>();
        for (ProcessReading process : reading.processes()) {
            managed.put(process.processId(), process.managedBytes());
        }
        for (SubtaskReading subtask : reading.subtasks()) {
            Database database = databases.get(subtask.id());
            if (database != null) {
                database.managed(managed.getOrDefault(subtask.processId(), OptionalLong.empty()));
            }
        }
    }

    /**
     * How long a subtask's state held its writes back (sigma): the share of time that writers waited, where RocksDB's
     * statistics tell; otherwise the share of samples in which writes were stopped or slowed down, which misses short stops
     * and counts slow writing in full. RocksDB's waiting is part of Flink's busy time.
     *
     * @param subtask the subtask
     * @return share of the last window, 0 to 1; empty if it is not known
     */
    public OptionalDouble stallShare(SubtaskId subtask) {
        Database database = databases.get(subtask);
        return database == null ? OptionalDouble.empty() : database.stallShare();
    }

    /** All databases, in no order. */
    Collection<Database> databases() {
        return Collections.unmodifiableCollection(databases.values());
    }

    /** Whether the job ever showed one. */
    boolean everHeard() {
        return everHeard;
    }
}
