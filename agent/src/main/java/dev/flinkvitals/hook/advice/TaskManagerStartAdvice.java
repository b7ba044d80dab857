/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.hook.advice;

import dev.flinkvitals.hook.HookBridge;
import net.bytebuddy.asm.Advice;

/** After {@code TaskExecutor.onStart}, unless it threw. */
public final class TaskManagerStartAdvice {
    private TaskManagerStartAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.This Object taskExecutor) {
        HookBridge.taskManagerStarted(taskExecutor);
    }
}
