/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.hook.advice;

import dev.flinkvitals.hook.HookBridge;
import net.bytebuddy.asm.Advice;

/** Around {@code Task.run}, on the task's own thread: once when it begins, once when it ends, however it ends. */
public final class TaskRunAdvice {
    private TaskRunAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This Object task) {
        HookBridge.taskStarted(task);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.This Object task) {
        HookBridge.taskEnded(task);
    }
}
