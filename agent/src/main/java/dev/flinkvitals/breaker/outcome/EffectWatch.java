/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.outcome;

import dev.flinkvitals.breaker.Decision;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether an action improved what it was for: after a checkpoint the exposure falls below the limit; after a restart a checkpoint
 * completes. (A savepoint is good if it was read back, which is known when it ends.) Immutable.
 */
public final class EffectWatch {
    private static final double WATCHES = 1.5;

    private final Decision.Act act;
    private final Tick ended;
    private final Duration patience;
    private final double exposure;

    /**
     * A watch that begins with the end of the action.
     *
     * @param act what completed
     * @param ended when
     * @param watch how long harm is looked for; an effect may take half as long again
     * @param exposure exposure that calls for a checkpoint
     */
    public EffectWatch(Decision.Act act, Tick ended, Duration watch, double exposure) {
        this.act = act;
        this.ended = ended;
        this.patience = Times.times(watch, WATCHES);
        this.exposure = exposure;
    }

    /** What completed. */
    public Decision.Act act() {
        return act;
    }

    /**
     * Looks at one cycle.
     *
     * @param assessment the job's health
     * @param reading what it was judged by
     * @return whether it helped; empty while that is open
     */
    public Optional<Boolean> observe(Assessment assessment, JobReading reading) {
        if (improved(assessment, reading)) {
            return Optional.of(true);
        }
        boolean over = reading.tick().elapsed().minus(ended.elapsed()).compareTo(patience) >= 0;
        return over ? Optional.of(false) : Optional.empty();
    }

    private boolean improved(Assessment assessment, JobReading reading) {
        return switch (act.action()) {
            case CHECKPOINT -> assessment.checkpoints().exposure().orElse(exposure) < exposure;
            case SAVEPOINT -> true;
            case RESTART ->
                reading.checkpoints().history().stream()
                        .anyMatch(c -> c.kind() == CheckpointSample.Kind.CHECKPOINT
                                && c.status() == CheckpointSample.Status.COMPLETED
                                && c.triggeredAt().isAfter(ended.at()));
        };
    }
}
