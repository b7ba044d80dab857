/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import static dev.flinkvitals.breaker.Check.Verdict.FAIL;
import static dev.flinkvitals.breaker.Check.Verdict.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.breaker.schedule.SimulatedJob;
import dev.flinkvitals.config.Policy;
import dev.flinkvitals.config.SnapshotConfig.Mode;
import dev.flinkvitals.health.checkpoint.CheckpointCause;
import dev.flinkvitals.health.estimate.Interval;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** When a restart from the last checkpoint is decided. */
class RestartTest {
    private static BreakerHarness stuck(CheckpointCause cause, double confidence) {
        BreakerHarness stuck = new BreakerHarness(Configs.snapshots(Map.of(Policy.EXPOSURE, Mode.OFF)));
        stuck.job.attribution = Optional.of(SimulatedJob.because(cause, confidence));
        stuck.job.exposure = OptionalDouble.of(6);
        stuck.job.checkpointAge = Duration.ofMinutes(45);
        stuck.pass(Duration.ofMinutes(5));
        return stuck;
    }

    @Test
    void restartsForACauseThatARestartCures() {
        Decision.Act act = stuck(CheckpointCause.SLOW_TASK_MANAGER, 0.9).act();

        assertThat(act.action()).isEqualTo(Action.RESTART);
        assertThat(act.reason()).contains("a restart costs 30 s to 2 min until the job has caught up again");
    }

    @Test
    void saysWhatWouldHelpWhereARestartWouldNot() {
        assertThat(stuck(CheckpointCause.BACKPRESSURE, 0.9).decide())
                .isInstanceOf(Decision.WouldNotHelp.class)
                .extracting(Decision::reason)
                .isEqualTo("a restart does not cure backpressure (said the test), and a restart costs 30 s to 2 min"
                        + " until the job has caught up again; what would help: more capacity where the job is held"
                        + " back, or unaligned checkpoints");
        assertThat(stuck(CheckpointCause.SLOW_TASK_MANAGER, 0.4).decide()).isInstanceOf(Decision.WouldNotHelp.class);
        assertThat(stuck(CheckpointCause.UNKNOWN, 1).decide()).isInstanceOf(Decision.WouldNotHelp.class);
    }

    @Test
    void refusesARestartWhoseCostIsNotKnownOrHasNoEnd() {
        BreakerHarness stuck = stuck(CheckpointCause.TRIGGER_STUCK, 0.9);
        stuck.job.recoverySeconds = Optional.empty();
        stuck.cycle();
        assertThat(stuck.check(Rule.TIME).verdict()).isEqualTo(UNKNOWN);

        stuck.job.recoverySeconds = Optional.of(new Interval(60, 600, Double.POSITIVE_INFINITY));
        stuck.cycle();
        assertThat(stuck.check(Rule.TIME))
                .isEqualTo(new Check(
                        Rule.TIME,
                        FAIL,
                        "a restart costs 60 s or more, it may never catch up, until the job has caught up again"));
    }
}
