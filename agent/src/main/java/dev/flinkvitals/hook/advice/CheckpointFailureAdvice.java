/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.hook.advice;

import dev.flinkvitals.hook.HookBridge;
import net.bytebuddy.asm.Advice;

/** Before {@code CheckpointFailureManager.handleCheckpointException}, under the coordinator's lock. */
public final class CheckpointFailureAdvice {
    private CheckpointFailureAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.AllArguments Object[] arguments) {
        HookBridge.checkpointFailed(arguments);
    }
}
