/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.hook.advice;

import dev.flinkvitals.hook.HookBridge;
import net.bytebuddy.asm.Advice;

/** Before {@code TaskExecutor.onStop}. */
public final class TaskManagerStopAdvice {
    private TaskManagerStopAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This Object taskExecutor) {
        HookBridge.taskManagerStopping(taskExecutor);
    }
}
