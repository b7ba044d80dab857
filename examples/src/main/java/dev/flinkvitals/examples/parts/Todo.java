/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.parts;

import java.util.Optional;

/** Placeholder, removed before this is merged. */
public final class Todo {
    private Todo() {}

    /** Throws. */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public static <T> T later() {
        return Optional.<T>empty().orElseThrow(() -> new UnsupportedOperationException("not yet"));
    }
}
