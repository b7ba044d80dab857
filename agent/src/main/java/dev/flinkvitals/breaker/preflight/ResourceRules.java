/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.preflight;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.breaker.Rule;
import dev.flinkvitals.breaker.Words;
import dev.flinkvitals.signals.Coverage;
import dev.flinkvitals.signals.ProcessReading;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether the processes have the memory and the disk for it. Stateless. */
final class ResourceRules {
    /** Above it the JobManager may not survive the metadata of one more snapshot, and with it goes every job. */
    static final double JOB_MANAGER_HEAP_LIMIT = 0.8;

    /** A snapshot of state on the heap copies what is written meanwhile. */
    static final double TASK_MANAGER_HEAP_FREE = 0.15;

    /** What a snapshot needs on the disk is an estimate: so much more has to be free. */
    static final double DISK_MARGIN = 1.2;

    private ResourceRules() {}

    static Check jobManagerHeap(Preflight in) {
        Rule rule = Rule.JOBMANAGER_HEAP;
        Optional<Heap> heap = in.reading().processes().stream()
                .filter(ProcessReading::isJobManager)
                .findFirst()
                .flatMap(Heap::of);
        return heap.map(h -> Check.of(
                        rule,
                        h.share() < JOB_MANAGER_HEAP_LIMIT,
                        "the JobManager's heap is " + Words.percent(h.share()) + " full " + h.when() + ", limit "
                                + Words.percent(JOB_MANAGER_HEAP_LIMIT)))
                .orElseGet(() -> Check.unknown(rule, "how full the JobManager's heap gets is not known"));
    }

    static Check taskManagerHeap(Preflight in) {
        Rule rule = Rule.TASKMANAGER_HEAP;
        if (in.restart()) {
            return Check.of(rule, true, "a restart copies no state");
        }
        StateHome home = StateHome.of(in);
        if (home == StateHome.UNKNOWN) {
            return Check.unknown(rule, "the state backend is not known");
        }
        if (home == StateHome.DISK) {
            return Check.of(
                    rule, true, StateHome.name(in) + " keeps the state on disk: a snapshot copies none on the heap");
        }
        Optional<String> unheard = unheard(in);
        if (unheard.isPresent()) {
            return Check.unknown(rule, unheard.get());
        }
        List<ProcessReading> processes = taskManagers(in);
        Optional<ProcessReading> silent =
                processes.stream().filter(p -> Heap.of(p).isEmpty()).findFirst();
        if (silent.isPresent()) {
            return Check.unknown(rule, "how full the heap of " + silent.get().processId() + " gets is not known");
        }
        Heap fullest = processes.stream()
                .flatMap(p -> Heap.of(p).stream())
                .max(Comparator.comparingDouble(Heap::share))
                .orElseThrow();
        double free = 1 - fullest.share();
        return Check.of(
                rule,
                free >= TASK_MANAGER_HEAP_FREE,
                fullest.processId() + " has " + Words.percent(free)
                        + " of its heap free " + fullest.when() + ", a snapshot of state on the heap needs "
                        + Words.percent(TASK_MANAGER_HEAP_FREE));
    }

    static Check localDisk(Preflight in) {
        Rule rule = Rule.LOCAL_DISK;
        if (in.action() != Action.SAVEPOINT) {
            return Check.of(
                    rule,
                    true,
                    in.restart() ? "a restart writes nothing" : "a checkpoint needs what the job's own ones need");
        }
        StateHome home = StateHome.of(in);
        if (home == StateHome.UNKNOWN) {
            return Check.unknown(rule, "the state backend is not known");
        }
        if (home == StateHome.HEAP) {
            return Check.of(rule, true, "a savepoint of state on the heap goes straight to the storage");
        }
        Optional<String> unheard = unheard(in);
        if (unheard.isPresent()) {
            return Check.unknown(rule, unheard.get());
        }
        DiskNeeds needs = new DiskNeeds(in.reading());
        Optional<DiskNeeds.Need> tightest = Optional.empty();
        for (ProcessReading process : taskManagers(in)) {
            Optional<DiskNeeds.Need> need = needs.of(process);
            if (need.isEmpty()) {
                return Check.unknown(
                        rule, "what local state of " + process.processId() + " takes and may take is not known");
            }
            if (tightest.isEmpty() || need.get().room() < tightest.get().room()) {
                tightest = need;
            }
        }
        DiskNeeds.Need worst = tightest.orElseThrow();
        return Check.of(
                rule,
                worst.room() >= 0,
                worst.processId() + " has " + Words.bytes(worst.freeBytes()) + " free, needs "
                        + Words.number(DISK_MARGIN) + " times " + Words.bytes(worst.bytes()) + ", " + worst.what());
    }

    /** Why not every TaskManager of the job is known; empty if each is. */
    private static Optional<String> unheard(Preflight in) {
        Coverage coverage = in.reading().coverage();
        if (coverage.ratio() < 1) {
            return Optional.of(
                    "only " + coverage.reporting() + " of " + coverage.expected() + " TaskManagers were heard");
        }
        return taskManagers(in).isEmpty() ? Optional.of("no TaskManager of the job was heard") : Optional.empty();
    }

    private static List<ProcessReading> taskManagers(Preflight in) {
        return in.reading().processes().stream()
                .filter(process -> !process.isJobManager())
                .toList();
    }

    /** How full a heap is after a collection; if none was seen yet, at most how full it is. */
    private record Heap(String processId, double share, boolean collected) {
        static Optional<Heap> of(ProcessReading process) {
            boolean collected = process.heapAfterGcBytes().isPresent();
            OptionalLong used = collected ? process.heapAfterGcBytes() : process.heapLongLivedBytes();
            OptionalLong max = process.heapMaxBytes();
            return used.isPresent() && max.orElse(0) > 0
                    ? Optional.of(new Heap(process.processId(), (double) used.getAsLong() / max.getAsLong(), collected))
                    : Optional.empty();
        }

        String when() {
            return collected ? "after a collection" : "of long-lived objects, before any collection of them";
        }
    }
}
