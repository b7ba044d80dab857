/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.plant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwitchesTest {
    @TempDir
    private Path folder;

    @Test
    void readsWhatWasWritten() throws IOException {
        Path file = folder.resolve("switches");
        Switches.write(file, Map.of("a", 1.5, "b", 7));

        Switches switches = new Switches(file.toString());

        assertThat(switches.get("a", 0)).isEqualTo(1.5);
        assertThat(switches.get("b", 0)).isEqualTo(7);
        assertThat(switches.get("c", 9)).isEqualTo(9);
    }

    @Test
    void doesWithoutAFileOrANumber() throws IOException {
        Path file = folder.resolve("switches");
        assertThat(new Switches(file.toString()).get("a", 3)).isEqualTo(3);

        Files.writeString(file, "a=often\n");
        assertThat(new Switches(file.toString()).get("a", 3)).isEqualTo(3);
    }
}
