/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.preflight;

import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.ProcessReading;
import dev.flinkvitals.signals.StateBackendReading;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.SubtaskReading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a native savepoint needs on the local disk of a TaskManager. RocksDB copies nothing: it flushes its memtables and
 * links the files of the database, which costs no bytes. But what is linked stays until it is uploaded, so a compaction
 * meanwhile frees nothing of what it replaces. That makes the memtables plus what waits to be compacted; if the database does
 * not tell them, everything that it holds, as if it were rewritten as a whole.
 */
final class DiskNeeds {
    private final JobReading reading;
    private final Map<SubtaskId, String> processes = new HashMap<>();

    DiskNeeds(JobReading reading) {
        this.reading = reading;
        for (SubtaskReading subtask : reading.subtasks()) {
            processes.put(subtask.id(), subtask.processId());
        }
    }

    /**
     * What one TaskManager has and needs.
     *
     * @param processId which
     * @param freeBytes what local state may still take
     * @param bytes what the savepoint takes for a while
     * @param what that is, in words
     */
    record Need(String processId, double freeBytes, double bytes, String what) {
        /** What would be left, below 0 if it is not enough. */
        double room() {
            return freeBytes - ResourceRules.DISK_MARGIN * bytes;
        }
    }

    /** Empty if it is not known what local state takes, or may take. */
    Optional<Need> of(ProcessReading process) {
        if (process.stateBytes().isEmpty() || process.stateLimitBytes().isEmpty()) {
            return Optional.empty();
        }
        double held = process.stateBytes().getAsLong();
        double free = process.stateLimitBytes().getAsLong() - held;
        Optional<Double> debts = debts(process.processId());
        return Optional.of(
                debts.isPresent() && debts.get() < held
                        ? new Need(process.processId(), free, debts.get(), "memtables and what waits to be compacted")
                        : new Need(process.processId(), free, held, "all local state"));
    }

    private Optional<Double> debts(String process) {
        List<StateBackendReading> states = reading.stateBackends().stream()
                .filter(state -> process.equals(processes.get(state.subtask())))
                .toList();
        boolean known = !states.isEmpty()
                && states.stream()
                        .allMatch(s -> s.memTableBytes().isPresent()
                                && s.pendingCompactionBytes().isPresent());
        return known
                ? Optional.of(states.stream()
                        .mapToDouble(s -> (double) s.memTableBytes().getAsLong()
                                + s.pendingCompactionBytes().getAsLong())
                        .sum())
                : Optional.empty();
    }
}
