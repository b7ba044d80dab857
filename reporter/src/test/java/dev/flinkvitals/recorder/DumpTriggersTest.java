/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.health.HealthModel;
import dev.flinkvitals.health.SimulatedJob;
import dev.flinkvitals.signals.JobPhase;
import dev.flinkvitals.signals.JobReading;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DumpTriggersTest {
    private final DumpTriggers triggers = new DumpTriggers();
    private final SimulatedJob job = new SimulatedJob();
    private final HealthModel model = new HealthModel(TestSettings.fast());

    private Optional<String> after(Duration time, boolean decided) {
        JobReading reading = job.advance(time);
        return triggers.cycle(reading, model.assess(reading), decided);
    }

    private Optional<String> next() {
        return after(Duration.ofSeconds(1), false);
    }

    @Test
    void aHealthyJobIsNotWorthAFile() {
        for (int i = 0; i < 100; i++) {
            assertThat(next()).isEmpty();
        }
    }

    @Test
    void aFailureIsOneUntilThePauseIsOver() {
        next();
        job.phase = JobPhase.FAILING;
        assertThat(next()).hasValue("job-failure");
        job.phase = JobPhase.RESTARTING;
        assertThat(next()).isEmpty();
        job.phase = JobPhase.RUNNING;
        job.restart();
        assertThat(next()).isEmpty();

        job.restart();
        assertThat(after(Duration.ofMinutes(5), false)).hasValue("job-failure");
    }

    @Test
    void aJobThatIsFoundBrokenDidNotBreakNow() {
        job.phase = JobPhase.RESTARTING;
        job.restarts = java.util.OptionalLong.of(7);
        assertThat(next().filter(reason -> reason.equals("job-failure"))).isEmpty();
    }

    @Test
    void anotherReasonNeedsNoPause() {
        next();
        assertThat(after(Duration.ofSeconds(1), true)).hasValue("breaker");
        job.restart();
        assertThat(next()).hasValue("job-failure");
        assertThat(after(Duration.ofSeconds(1), true)).isEmpty();
    }
}
