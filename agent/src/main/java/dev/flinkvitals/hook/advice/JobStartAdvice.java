/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.hook.advice;

import dev.flinkvitals.hook.HookBridge;
import net.bytebuddy.asm.Advice;

/** After {@code JobMaster.onStart}, unless it threw. */
public final class JobStartAdvice {
    private JobStartAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.This Object jobMaster) {
        HookBridge.jobStarted(jobMaster);
    }
}
