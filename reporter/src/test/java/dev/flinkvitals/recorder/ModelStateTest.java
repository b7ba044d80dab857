/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.HealthModel;
import dev.flinkvitals.health.SimulatedJob;
import dev.flinkvitals.signals.JobReading;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The state of the model has to be plain data: fields, records, enums, and the collections of the JDK. Where it fails, a field
 * of the model holds something else, such as a function; the message names its class.
 */
class ModelStateTest {
    private static final HealthConfig CONFIG = TestSettings.fast();

    @Test
    void aModelThatIsReadBackGoesOnLikeTheOneThatWasWritten() {
        HealthModel model = new HealthModel(CONFIG);
        SimulatedJob job = new SimulatedJob();
        job.run(model, Duration.ofSeconds(60));

        HealthModel copy = ModelState.read(ModelState.write(model));

        job.load(SimulatedJob.SINK, 0.99, 0);
        for (int i = 0; i < 60; i++) {
            JobReading reading = job.advance(Duration.ofSeconds(1));
            Assessment expected = model.assess(reading);
            assertThat(copy.assess(reading)).isEqualTo(expected);
            assertThat(Fingerprint.of(expected)).isPresent();
        }
    }
}
