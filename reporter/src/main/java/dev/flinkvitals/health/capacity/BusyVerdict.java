/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.capacity;

import dev.flinkvitals.health.inside.ThreadVerdict;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.health.load.SubtaskRates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a subtask's busy time goes into. Flink calls busy whatever is neither idle nor backpressured; the CPU time of the
 * task's thread, the garbage collector of its TaskManager, the stalls of its state backend, and what its thread was seen doing
 * tell it apart. In this order: collection from 20 % of the time, stalls from 10 %, what the thread was seen waiting in, computing
 * from 70 % of the busy time, a TaskManager without a free processor, waiting below 40 %.
 *
 * @param cause the cause
 * @param words the reason, to follow what is wrong; empty text if the cause is unknown
 * @param evidence what it rests on
 */
record BusyVerdict(BusyCause cause, String words, List<Evidence> evidence) {
    private static final double GC_BOUND = 0.2;
    private static final double STALL_BOUND = 0.1;
    private static final double CPU_BOUND = 0.7;
    private static final double WAIT_BOUND = 0.4;
    private static final double PROCESSORS_USED_UP = 0.9;

    /** A thread that wants a processor gets at least this much of one. */
    private static final double STARVED = 0.25;

    private static final double BUSY = 0.5;
    private static final String ROCKSDB = "org.rocksdb.";
    private static final String FORST = "org.forstdb.";

    BusyVerdict {
        evidence = List.copyOf(evidence);
    }

    /**
     * What is known around a subtask.
     *
     * @param gcShare share of time that its TaskManager spends in garbage collection
     * @param cpuShare share of the processors that its TaskManager uses
     * @param stallShare share of time in which its state backend holds writes back
     * @param thread what its thread was seen doing
     */
    record Around(
            OptionalDouble gcShare,
            OptionalDouble cpuShare,
            OptionalDouble stallShare,
            Optional<ThreadVerdict> thread) {}

    /**
     * Decides.
     *
     * @param rates the subtask's last window
     * @param around what is known around it
     * @return the verdict; unknown for a subtask that is not busy
     */
    static BusyVerdict of(SubtaskRates rates, Around around) {
        OptionalDouble kappa = rates.cpuOfBusy();
        List<Evidence> evidence = new ArrayList<>();
        kappa.ifPresent(share -> evidence.add(new Evidence("computing share of busy time", share, "1")));
        around.gcShare().ifPresent(share -> evidence.add(new Evidence("garbage collection share", share, "1")));
        around.stallShare().ifPresent(share -> evidence.add(new Evidence("state backend stall share", share, "1")));
        around.thread()
                .ifPresent(seen -> evidence.add(new Evidence("waiting share of samples", seen.waitingShare(), "1")));
        if (rates.busy().orElse(0) < BUSY) {
            return new BusyVerdict(BusyCause.UNKNOWN, "", evidence);
        }
        BusyCause cause = cause(kappa, around);
        return new BusyVerdict(cause, words(cause, kappa, around), evidence);
    }

    private static BusyCause cause(OptionalDouble kappa, Around around) {
        if (around.gcShare().orElse(0) >= GC_BOUND) {
            return BusyCause.GARBAGE_COLLECTION;
        }
        boolean inState = around.thread().filter(BusyVerdict::isInState).isPresent();
        if (around.stallShare().orElse(0) >= STALL_BOUND || inState) {
            return BusyCause.STATE;
        }
        Optional<ThreadVerdict.Doing> doing = around.thread().map(ThreadVerdict::doing);
        if (doing.filter(d -> d == ThreadVerdict.Doing.WAITS).isPresent()) {
            return BusyCause.EXTERNAL_WAIT;
        }
        if (kappa.isPresent() && kappa.getAsDouble() >= CPU_BOUND) {
            return BusyCause.CPU;
        }
        if (kappa.orElse(0) >= STARVED && around.cpuShare().orElse(0) >= PROCESSORS_USED_UP) {
            return BusyCause.CPU;
        }
        boolean computes = doing.filter(d -> d == ThreadVerdict.Doing.COMPUTES).isPresent();
        if (kappa.isPresent() && kappa.getAsDouble() < WAIT_BOUND && !computes) {
            return BusyCause.EXTERNAL_WAIT;
        }
        return computes ? BusyCause.CPU : BusyCause.UNKNOWN;
    }

    private static boolean isInState(ThreadVerdict thread) {
        return thread.innermost().startsWith(ROCKSDB) || thread.innermost().startsWith(FORST);
    }

    private static String words(BusyCause cause, OptionalDouble kappa, Around around) {
        String why = switch (cause) {
            case GARBAGE_COLLECTION ->
                "its TaskManager spends " + Words.percent(around.gcShare().orElse(0))
                        + " of the time in garbage collection";
            case STATE ->
                around.stallShare().orElse(0) >= STALL_BOUND
                        ? "its state backend holds writes back "
                                + Words.percent(around.stallShare().orElse(0)) + " of the time"
                        : "it is in the state backend";
            case EXTERNAL_WAIT ->
                "it waits rather than computes"
                        + (kappa.isPresent() ? " (CPU " + Words.percent(kappa.getAsDouble()) + ")" : "");
            case CPU ->
                kappa.isPresent()
                                && kappa.getAsDouble() < CPU_BOUND
                                && around.cpuShare().isPresent()
                        ? "its TaskManager uses "
                                + Words.percent(around.cpuShare().getAsDouble()) + " of its processors"
                        : "it computes"
                                + (kappa.isPresent() ? " (CPU " + Words.percent(kappa.getAsDouble()) + ")" : "");
            case UNKNOWN -> "";
        };
        String seen = around.thread().map(ThreadVerdict::words).orElse("");
        if (why.isEmpty()) {
            return seen;
        }
        return seen.isEmpty() ? why : why + "; " + seen;
    }
}
