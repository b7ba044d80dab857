/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

/** Flink's {@code JobStatus}, and {@link #UNKNOWN} for a status that a later Flink may add. */
public enum JobPhase {
    INITIALIZING,
    CREATED,
    RUNNING,
    FAILING,
    FAILED,
    CANCELLING,
    CANCELED,
    FINISHED,
    RESTARTING,
    SUSPENDED,
    RECONCILING,
    UNKNOWN;

    /**
     * The phase of the given Flink status name.
     *
     * @param flinkName name of a {@code org.apache.flink.api.common.JobStatus}
     * @return the phase, {@link #UNKNOWN} if the name is not known
     */
    public static JobPhase of(String flinkName) {
        for (JobPhase phase : values()) {
            if (phase.name().equals(flinkName)) {
                return phase;
            }
        }
        return UNKNOWN;
    }

    /** Whether a job in this phase never runs again. */
    public boolean isTerminal() {
        return this == FAILED || this == CANCELED || this == FINISHED;
    }
}
