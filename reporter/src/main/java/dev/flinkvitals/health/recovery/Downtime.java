/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.recovery;

import dev.flinkvitals.health.estimate.Interval;
import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.stability.Backoff;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.Initialization;
import dev.flinkvitals.signals.JobReading;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long the job would be down: until Flink notices, the pause of the restart strategy, and the start.
 *
 * @param detect seconds until Flink notices
 * @param backoff seconds of pause
 * @param start seconds from scheduling until all tasks run
 */
record Downtime(Interval detect, Interval backoff, Interval start) {
    private static final Duration DEFAULT_HEARTBEAT_TIMEOUT = Duration.ofSeconds(50);

    /**
     * A task's exception is noticed at once, a dead TaskManager after two missed heartbeats ({@code heartbeat.rpc-failure-threshold},
     * 20 of the 50 s of the default), a hanging one after {@code heartbeat.timeout}.
     */
    private static final double USUAL_DETECTION = 0.4;

    private static final double JITTER = 0.1;

    /** Flink's default strategy pauses for 1 s at first and 60 s at most. */
    private static final Interval ANY_BACKOFF = new Interval(0, 1, 60);

    /** The downtime that a failure now would bring. */
    static Downtime of(JobReading reading) {
        double timeout = Times.seconds(reading.restarts().heartbeatTimeout().orElse(DEFAULT_HEARTBEAT_TIMEOUT));
        Interval backoff = Backoff.of(reading.restarts(), reading.tick().at())
                .map(known -> Times.seconds(known.next()))
                .map(seconds -> new Interval(seconds * (1 - JITTER), seconds, seconds * (1 + JITTER)))
                .orElse(ANY_BACKOFF);
        List<Initialization> starts = reading.restarts().initializations();
        StartTime start = StartTime.learn(starts, reading.processes().size());
        return new Downtime(
                new Interval(0, USUAL_DETECTION * Math.max(0, timeout), Math.max(0, timeout)),
                backoff,
                start.of(stateBytes(reading)));
    }

    /** Seconds until all tasks run again. */
    Interval total() {
        return new Interval(
                detect.low() + backoff.low() + start.low(),
                detect.mid() + backoff.mid() + start.mid(),
                detect.high() + backoff.high() + start.high());
    }

    /** What would be restored: the newest completed checkpoint, else what was restored last, else nothing. */
    private static double stateBytes(JobReading reading) {
        Optional<CheckpointSample> newest = reading.checkpoints().history().stream()
                .filter(c -> c.status() == CheckpointSample.Status.COMPLETED)
                .filter(c -> c.kind() == CheckpointSample.Kind.CHECKPOINT)
                .findFirst();
        return newest.map(CheckpointSample::stateBytes)
                .or(() -> reading.restarts().initializations().stream()
                        .findFirst()
                        .map(start -> start.restoredBytes().orElse(0)))
                .map(bytes -> (double) Math.max(0, bytes))
                .orElse(0.0);
    }
}
