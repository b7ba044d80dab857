/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.hook.advice;

import dev.flinkvitals.hook.HookBridge;
import net.bytebuddy.asm.Advice;

/** Before {@code Dispatcher.onStop}. */
public final class DispatcherStopAdvice {
    private DispatcherStopAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This Object dispatcher) {
        HookBridge.dispatcherStopping(dispatcher);
    }
}
