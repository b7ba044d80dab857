/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryUsageTest {
    @TempDir
    private Path root = Path.of("");

    @Test
    void countsAHardLinkOnce() throws IOException {
        Files.writeString(root.resolve("a.sst"), "12345");
        Files.createLink(Files.createDirectory(root.resolve("chk-1")).resolve("a.sst"), root.resolve("a.sst"));

        assertThat(new DirectoryUsage(10).usedBytes(List.of(root))).hasValue(5);
    }

    @Test
    void givesUpOnTooManyFilesInsteadOfTellingAPart() throws IOException {
        for (int i = 0; i < 3; i++) {
            Files.writeString(root.resolve(i + ".sst"), "1");
        }

        assertThat(new DirectoryUsage(3).usedBytes(List.of(root))).hasValue(3);
        assertThat(new DirectoryUsage(2).usedBytes(List.of(root))).isEmpty();
    }

    @Test
    void countsAFileSystemOnce() throws IOException {
        Path one = Files.createDirectory(root.resolve("one"));
        Path two = Files.createDirectory(root.resolve("two"));
        DirectoryUsage usage = new DirectoryUsage(10);
        long all = usage.usableBytes(List.of(one, two)).getAsLong();

        assertThat(all).isLessThan(2 * usage.usableBytes(List.of(one)).getAsLong());
    }

    @Test
    void knowsNothingOfDirectoriesThatDoNotExist() {
        DirectoryUsage usage = new DirectoryUsage(10);

        assertThat(usage.usedBytes(List.of(root.resolve("missing")))).isEmpty();
        assertThat(usage.usableBytes(List.of(root.resolve("missing")))).isEmpty();
    }
}
