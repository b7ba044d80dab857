/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.config;

import java.util.Locale;

/** What the breaker may act on; each policy has a mode of its own. */
public enum Policy {
    /** The last checkpoint is too old for the job's own cadence: a checkpoint. */
    EXPOSURE,
    /** A process runs out of memory: a native savepoint. */
    MEMORY,
    /** Local state runs out of its disk or of its declared limit: a native savepoint. */
    DISK,
    /** The state outgrows what a savepoint can write within the checkpoint timeout: a native savepoint, while one still fits. */
    STATE,
    /** Something that a restart can cure keeps checkpoints from completing: a restart from the last checkpoint. */
    RESTART;

    /** Name in the configuration, metrics, JSON and logs. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
