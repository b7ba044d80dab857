/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Logs the first warning and then at most one per pause, with the number of those left out. Thread safe. */
public final class RateLimitedLog {
    /** Causes may form a circle. */
    private static final int MOST_CAUSES = 20;

    private final Logger log;
    private final long pauseNanos;
    private final LongSupplier nanos;
    private long lastNanos;
    private boolean logged;
    private long leftOut;

    /**
     * A log.
     *
     * @param log where the warnings go
     * @param pause shortest time between two warnings
     * @param nanos monotonic clock
     */
    public RateLimitedLog(Logger log, Duration pause, LongSupplier nanos) {
        this.log = log;
        this.pauseNanos = pause.toNanos();
        this.nanos = nanos;
    }

    /**
     * Logs a warning, or counts it.
     *
     * @param message what happened; must hold no secret
     * @param cause why, if known: its root is named, its stack trace is logged at debug level
     */
    public synchronized void warn(String message, @Nullable Throwable cause) {
        long now = nanos.getAsLong();
        if (logged && now - lastNanos < pauseNanos) {
            leftOut++;
            return;
        }
        String reason = cause == null ? "" : ": " + rootOf(cause);
        String more = leftOut == 0 ? "" : " (" + leftOut + " further warnings left out)";
        log.warn(message + reason + more);
        log.debug(message, cause);
        logged = true;
        lastNanos = now;
        leftOut = 0;
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; depth < MOST_CAUSES && root.getCause() != null; depth++) {
            root = root.getCause();
        }
        return root;
    }
}
