/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import java.util.Locale;

/** What is asked before an action, in the order in which it is shown. {@code docs/breaker.md} lists them for readers. */
public enum Rule {
    LEADER(Group.LEADERSHIP),
    JOB_STABLE(Group.STABILITY),
    IN_PROGRESS(Group.STABILITY),
    OTHER_ACTORS(Group.STABILITY),
    TOLERABLE_FAILURES(Group.TOLERANCE),
    RECENT_CHECKPOINT(Group.CHECKPOINTS),
    BACKPRESSURE(Group.BACKPRESSURE),
    BARRIERS(Group.BACKPRESSURE),
    TIME(Group.TIME),
    DIRECTORY(Group.STORAGE),
    CANARY(Group.STORAGE),
    UPLOAD_RATE(Group.STORAGE),
    JOBMANAGER_HEAP(Group.RESOURCES),
    TASKMANAGER_HEAP(Group.RESOURCES),
    LOCAL_DISK(Group.RESOURCES),
    CONFIDENCE(Group.EVIDENCE),
    SIGNALS(Group.EVIDENCE),
    SUSTAINED(Group.EVIDENCE),
    SINGLE_FLIGHT(Group.RESTRAINT),
    BUDGET(Group.RESTRAINT),
    CIRCUIT(Group.RESTRAINT),
    FLAPPING(Group.RESTRAINT),
    BLACKLIST(Group.RESTRAINT),
    FLEET(Group.RESTRAINT),
    STOP_FILE(Group.RESTRAINT),
    LEDGER(Group.RESTRAINT);

    private final Group group;

    Rule(Group group) {
        this.group = group;
    }

    /** Which of the ten questions it helps to answer. */
    public Group group() {
        return group;
    }

    /** Name in metrics, JSON and logs. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The ten questions that have to be answered with yes. */
    public enum Group {
        /** Whether this JobManager leads and the job is still the attempt that was judged. */
        LEADERSHIP,
        /** Whether the job runs undisturbed and nobody else acts on it. */
        STABILITY,
        /** Whether the job survives if the action fails. */
        TOLERANCE,
        /** Whether checkpoints complete, or what keeps them from it would not keep this one. */
        CHECKPOINTS,
        /** Whether barriers get through. */
        BACKPRESSURE,
        /** Whether it is done in time. */
        TIME,
        /** Whether the storage takes it. */
        STORAGE,
        /** Whether the processes have the memory and the disk for it. */
        RESOURCES,
        /** Whether what asks for it is certain. */
        EVIDENCE,
        /** Whether the budget, the circuit, the rest of the cluster and the people allow it. */
        RESTRAINT;

        /** Name in JSON. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
