/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.trigger;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * In how many of the last windows a condition held: in most of those cycles of the window in which it could be told. A window
 * in which it could never be told is one in which it did not hold. Not thread safe.
 */
final class HeldWindows {
    static final int LOOKED_AT = 4;

    private final Deque<Boolean> windows = new ArrayDeque<>();
    private int held;
    private int told;

    /** One cycle. */
    void see(boolean holds) {
        told++;
        held += holds ? 1 : 0;
    }

    /** The window ended. */
    void close() {
        windows.addLast(2 * held > told);
        if (windows.size() > LOOKED_AT) {
            windows.removeFirst();
        }
        held = 0;
        told = 0;
    }

    int count() {
        return (int) windows.stream().filter(Boolean::booleanValue).count();
    }
}
