/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.hook.advice;

import dev.flinkvitals.hook.HookBridge;
import net.bytebuddy.asm.Advice;

/** After RocksDB's native metric options were read: one of the two places that change what Flink does. */
public final class NativeMetricsAdvice {
    private NativeMetricsAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.Return Object options) {
        HookBridge.nativeMetricOptions(options);
    }
}
