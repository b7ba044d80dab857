/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import dev.flinkvitals.breaker.PreflightEvidence.CanaryResult;
import dev.flinkvitals.signals.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A port that notes what it is asked for, and whose answers the test gives. */
final class RecordingPort implements SnapshotPort {
    final List<String> calls = new ArrayList<>();
    boolean leader = true;
    CompletableFuture<Boolean> unchanged = CompletableFuture.completedFuture(true);
    CompletableFuture<Long> checkpoint = new CompletableFuture<>();
    CompletableFuture<String> savepoint = new CompletableFuture<>();
    CompletableFuture<List<String>> inspection = CompletableFuture.completedFuture(List.of());
    CompletableFuture<Void> restart = new CompletableFuture<>();
    CompletableFuture<Optional<String>> found = CompletableFuture.completedFuture(Optional.empty());
    CompletableFuture<CanaryResult> canary = new CompletableFuture<>();

    /** Name of the method that throws, as a Flink of another version would make it. */
    Optional<String> throwing = Optional.empty();

    @Override
    public boolean isLeader() {
        return leader;
    }

    @Override
    public CompletableFuture<Boolean> isUnchanged(JobId job, Instant since) {
        return asked("isUnchanged", since.toString(), unchanged);
    }

    @Override
    public CompletableFuture<Long> checkpoint(JobId job, Duration timeout) {
        return asked("checkpoint", timeout.toString(), checkpoint);
    }

    @Override
    public CompletableFuture<String> savepoint(JobId job, String directory, Duration timeout) {
        return asked("savepoint", directory + " " + timeout, savepoint);
    }

    @Override
    public CompletableFuture<CanaryResult> canary(String directory, Duration timeout) {
        return asked("canary", directory + " " + timeout, canary);
    }

    @Override
    public CompletableFuture<Void> restart(JobId job, Optional<String> process, String reason) {
        return asked("restart", process + " " + reason, restart);
    }

    @Override
    public CompletableFuture<Optional<String>> findSavepoint(String directory, Duration timeout) {
        return asked("findSavepoint", directory, found);
    }

    @Override
    public CompletableFuture<List<String>> inspect(String path) {
        return asked("inspect", path, inspection);
    }

    @Override
    public CompletableFuture<SavepointDeleter.Result> delete(String path, String root, Duration timeout) {
        return asked(
                "delete",
                path + " below " + root,
                CompletableFuture.completedFuture(new SavepointDeleter.Result(path, true, "")));
    }

    private <T> CompletableFuture<T> asked(String method, String arguments, CompletableFuture<T> answer) {
        calls.add(method + " " + arguments);
        if (throwing.equals(Optional.of(method))) {
            throw new IllegalStateException("planted");
        }
        return answer;
    }
}
