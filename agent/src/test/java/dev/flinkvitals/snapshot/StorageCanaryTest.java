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
import java.util.concurrent.RejectedExecutionException;
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

    @Test
    void triesAgainAfterATimeoutThatCameBeforeItsTurn() throws Exception {
        List<Runnable> waiting = new ArrayList<>();
        StorageCanary canary = new StorageCanary(waiting::add);
        assertThat(canary.run(directory.toUri().toString(), Duration.ofMillis(1))
                        .get()
                        .ok())
                .isFalse();

        waiting.remove(0).run();
        CompletableFuture<CanaryResult> second = canary.run(directory.toUri().toString(), Duration.ofMinutes(1));
        waiting.remove(0).run();

        assertThat(second.get().ok()).isTrue();
    }

    @Test
    void afterTheEndOfTheMonitorItAnswersAtOnce() throws Exception {
        StorageCanary canary = new StorageCanary(task -> {
            throw new RejectedExecutionException("planted");
        });

        CanaryResult result = canary.run(directory.toUri().toString(), SECOND).get();

        assertThat(result.ok()).isFalse();
        assertThat(result.detail()).isEqualTo("this JobManager no longer leads");
    }

    @Test
    void fileSystemThatIsNotThereIsAnAnswer() throws Exception {
        CanaryResult result = new StorageCanary(Runnable::run)
                .run("nosuch://bucket/savepoints", SECOND)
                .get();

        assertThat(result.ok()).isFalse();
        assertThat(result.detail()).contains("nosuch");
    }
}
