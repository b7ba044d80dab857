/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.recorder.RecordingException;
import dev.flinkvitals.recorder.ReplayResult;
import org.junit.jupiter.api.Test;

class ReplayBenchmarkTest {
    @Test
    void replaysHalfAnHourThatIsEqual() throws RecordingException {
        ReplayResult result = ReplayBenchmark.replay(ReplayBenchmark.recorded());

        assertThat(result.provesEqual()).isTrue();
        // 30 minutes in steps of 10 s, and at most a segment more.
        assertThat(result.cycles()).isBetween(180, 260);
    }
}
