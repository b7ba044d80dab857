/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.hook.advice;

import dev.flinkvitals.hook.HookBridge;
import net.bytebuddy.asm.Advice;

/** After {@code Dispatcher.onStart}, unless it threw. */
public final class DispatcherStartAdvice {
    private DispatcherStartAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.This Object dispatcher) {
        HookBridge.dispatcherStarted(dispatcher);
    }
}
