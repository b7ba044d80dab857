/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecorderDirectoryTest {
    private static final Map<String, String> PROPERTIES =
            Map.of("log.file", "/opt/flink/log/jm.log", "java.io.tmpdir", "/tmp");

    private static Path of(Optional<String> set, Map<String, String> environment, Map<String, String> properties) {
        return RecorderDirectory.of(set, environment, properties::get);
    }

    @Test
    void isWhatIsSetElseBesideTheLogElseTemporary() {
        Map<String, String> environment = Map.of("FLINK_LOG_DIR", "/var/log/flink");

        assertThat(of(Optional.of("/data/r"), environment, PROPERTIES)).isEqualTo(Path.of("/data/r"));
        assertThat(of(Optional.empty(), environment, PROPERTIES)).isEqualTo(Path.of("/var/log/flink/flink-vitals"));
        assertThat(of(Optional.empty(), Map.of(), PROPERTIES)).isEqualTo(Path.of("/opt/flink/log/flink-vitals"));
        assertThat(of(Optional.empty(), Map.of(), Map.of("java.io.tmpdir", "/tmp")))
                .isEqualTo(Path.of("/tmp/flink-vitals"));
    }
}
