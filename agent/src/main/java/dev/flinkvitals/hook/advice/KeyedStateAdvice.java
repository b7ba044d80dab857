/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.hook.advice;

import dev.flinkvitals.hook.HookBridge;
import net.bytebuddy.asm.Advice;

/** After {@code AbstractKeyedStateBackend.getOrCreateKeyedState}, on the task's thread: about once per state and subtask. */
public final class KeyedStateAdvice {
    private KeyedStateAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.This Object backend, @Advice.Argument(1) Object descriptor) {
        HookBridge.keyedState(backend, descriptor);
    }
}
