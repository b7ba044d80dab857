/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.breaker.PreflightEvidence.CanaryResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageCanaryTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    private Path directory;

    @Test
    void writesReadsAndLeavesNothingBehind() throws Exception {
        CanaryResult result = new StorageCanary(Runnable::run)
                .run(directory.toUri().toString(), SECOND)
                .get();

        assertThat(result.ok()).isTrue();
        assertThat(result.detail()).isEqualTo("written, read and deleted");
        try (var files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void tellsWhyStorageDoesNotWork() throws Exception {
        Path file = Files.createFile(directory.resolve("not-a-directory"));

        CanaryResult result = new StorageCanary(Runnable::run)
                .run(file.resolve("savepoints").toUri().toString(), SECOND)
                .get();

        assertThat(result.ok()).isFalse();
        assertThat(result.detail()).contains("not-a-directory");
    }

    @Test
    void refusesASecondTryWhileTheFirstHangs() throws Exception {
        List<Runnable> hanging = new ArrayList<>();
        StorageCanary canary = new StorageCanary(hanging::add);

        CompletableFuture<CanaryResult> first = canary.run(directory.toUri().toString(), Duration.ofMillis(1));
        CanaryResult second = canary.run(directory.toUri().toString(), SECOND).get();

        assertThat(first.get().ok()).isFalse();
        assertThat(first.get().detail()).isEqualTo("no answer within 1 ms");
        assertThat(second.ok()).isFalse();
        assertThat(second.detail()).isEqualTo("an earlier try has not come back yet");
    }
}
