/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.failover;

/** How the process runs out of memory: slowly enough that the incident stands through a failover or two. */
final class LeakPlan {
    /** What the product takes for the limit; nobody enforces it. */
    static final long LIMIT_BYTES = 850L << 20;

    static final double BYTES_PER_SECOND = 1.2 * (1 << 20);

    private LeakPlan() {}
}
