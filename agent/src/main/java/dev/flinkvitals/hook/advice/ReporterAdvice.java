/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.hook.advice;

import dev.flinkvitals.hook.HookBridge;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Before reporters are created: one of the two places that change what Flink does. */
public final class ReporterAdvice {
    private ReporterAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(
            @Advice.Argument(value = 0, readOnly = false, typing = Assigner.Typing.DYNAMIC) Object configuration) {
        configuration = HookBridge.reporterConfiguration(configuration);
    }
}
