/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.metrics;

import java.util.OptionalLong;

/** Flink's way to say that there is no watermark. */
final class Watermarks {
    private Watermarks() {}

    /** The watermark, or empty before the first one, where Flink reports {@link Long#MIN_VALUE}. */
    static OptionalLong known(OptionalLong reported) {
        return reported.isPresent() && reported.getAsLong() != Long.MIN_VALUE ? reported : OptionalLong.empty();
    }
}
