/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import dev.flinkvitals.breaker.PreflightEvidence.CanaryResult;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The storage canary as one job's cycles use it: started when it is all that is missing, seen when it is back. Not thread safe. */
final class CanaryWatch {
    /** A canary's result is evidence for this long; after that the storage is tried again. */
    private static final Duration VALID = Duration.ofSeconds(30);

    private final SnapshotPort port;
    private final Duration timeout;
    private @Nullable CompletableFuture<CanaryResult> canary;
    private @Nullable Duration seenAt;

    CanaryWatch(SnapshotPort port, Duration timeout) {
        this.port = port;
        this.timeout = timeout;
    }

    Optional<CanaryResult> result(Tick tick) {
        CompletableFuture<CanaryResult> current = canary;
        if (current == null || !current.isDone()) {
            return Optional.empty();
        }
        // Counted from the cycle that sees it first: cycles may be further apart than a result is valid.
        Duration first = seenAt == null ? tick.elapsed() : seenAt;
        seenAt = first;
        if (tick.elapsed().minus(first).compareTo(VALID) > 0) {
            forget();
            return Optional.empty();
        }
        return Optional.of(current.join());
    }

    void start(String directory) {
        if (canary == null) {
            canary = Safely.ask(() -> port.canary(directory, timeout))
                    .exceptionally(e -> new CanaryResult(false, timeout, e.toString()));
        }
    }

    void forget() {
        canary = null;
        seenAt = null;
    }
}
