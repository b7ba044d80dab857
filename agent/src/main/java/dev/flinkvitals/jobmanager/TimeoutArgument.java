/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import java.lang.reflect.Method;
import java.time.Duration;

/**
 * The timeout parameter of Flink's gateways: {@code org.apache.flink.api.common.time.Time} in 1.20, {@code Duration} since
 * 2.0, where the class {@code Time} is gone.
 */
final class TimeoutArgument {
    private TimeoutArgument() {}

    /**
     * The timeout as the given parameter type wants it.
     *
     * @throws ReflectiveOperationException if it is neither of the two known types
     */
    static Object of(Class<?> parameterType, Duration timeout) throws ReflectiveOperationException {
        if (parameterType == Duration.class) {
            return timeout;
        }
        Method fromDuration = parameterType.getMethod("fromDuration", Duration.class);
        return fromDuration.invoke(null, timeout);
    }
}
