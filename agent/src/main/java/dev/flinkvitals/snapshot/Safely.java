/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Calls of a port. Stateless. */
final class Safely {
    private Safely() {}

    /** Asks so that every end is one of the future: a call that throws must not leave anything half done. */
    static <T> CompletableFuture<T> ask(Supplier<CompletableFuture<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException | LinkageError e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
