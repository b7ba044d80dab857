/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HeapSamplerTest {
    @Test
    void knowsTheLiveHeapOnceACollectionHasCleanedIt() {
        try (HeapSampler heap = new HeapSampler()) {
            System.gc();
            // The JVM tells of a collection on a thread of its own.
            while (heap.afterGcBytes().isEmpty()) {
                Thread.onSpinWait();
            }

            assertThat(heap.afterGcBytes().getAsLong())
                    .isPositive()
                    .isLessThanOrEqualTo(heap.maxBytes().getAsLong());
            assertThat(heap.gcShare().getAsDouble()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void knowsTheLongLivedPoolsBeforeAnyCollection() {
        try (HeapSampler heap = new HeapSampler()) {
            assertThat(heap.longLivedBytes().getAsLong())
                    .isNotNegative()
                    .isLessThanOrEqualTo(heap.maxBytes().getAsLong());
        }
    }
}
