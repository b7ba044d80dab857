/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkSettingsTest {
    @TempDir
    private Path folder;

    @Test
    void quotesOnlyWhatYamlWouldReadDifferently() throws IOException {
        FlinkSettings settings = new FlinkSettings(folder);
        settings.putAll(Map.of(
                "vitals.interval", "1 s",
                "vitals.export.endpoint", "http://127.0.0.1:4318",
                "vitals.export.headers", "key: value # no comment",
                "vitals.snapshots.directory", "\\\\host\\\"share\""));

        settings.write(folder);

        assertThat(Files.readAllLines(folder.resolve("config.yaml")))
                .contains(
                        "vitals.interval: 1 s",
                        "vitals.export.endpoint: http://127.0.0.1:4318",
                        "vitals.export.headers: \"key: value # no comment\"",
                        "vitals.snapshots.directory: \"\\\\\\\\host\\\\\\\"share\\\"\"")
                .doesNotHaveDuplicates();
    }
}
