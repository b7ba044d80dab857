/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.failover;

import dev.flinkvitals.examples.breaker.Site;
import dev.flinkvitals.examples.breaker.Stage;
import dev.flinkvitals.examples.breaker.job.TallySwitch;
import dev.flinkvitals.examples.cluster.ManagedProcess;
import java.time.Duration;

/** How the process runs out of memory: slowly enough that the incident stands through a failover or two. */
final class LeakPlan {
    /** What the product takes for the limit; nobody enforces it. */
    static final long LIMIT_BYTES = 850L << 20;

    private static final double BYTES_PER_SECOND = 1.2 * (1 << 20);

    private static final double FAST = 25 * (1 << 20);
    /** From 70 % on a forecast may call for an action; a little less, so that the slow growth is seen. */
    private static final double BEGIN = 0.68;

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long LOOK_MILLIS = 100;

    private LeakPlan() {}

    /** Fast up to where it begins to matter, then slowly. */
    static void begin(Site site, ManagedProcess process) {
        site.set(TallySwitch.NATIVE_LEAK, FAST);
        long start = System.nanoTime();
        while (process.residentBytes().orElse(0) < BEGIN * LIMIT_BYTES
                && Stage.secondsSince(start) < PATIENCE.toSeconds()) {
            Stage.pause(LOOK_MILLIS);
        }
        site.set(TallySwitch.NATIVE_LEAK, BYTES_PER_SECOND);
    }
}
