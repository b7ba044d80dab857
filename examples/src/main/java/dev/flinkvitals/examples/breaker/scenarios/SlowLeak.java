/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.scenarios;

import dev.flinkvitals.examples.breaker.Site;
import dev.flinkvitals.examples.breaker.Stage;
import dev.flinkvitals.examples.breaker.job.TallySwitch;
import dev.flinkvitals.examples.cluster.FlinkClusterBuilder;
import dev.flinkvitals.examples.parts.Wait;
import java.time.Duration;
import java.util.Optional;

/**
 * A leak outside the heap that lasts for minutes: first fast until just below the level at which a forecast is acted on, then
 * slow. The limit is only a setting, so that nobody is killed.
 */
final class SlowLeak {
    private static final long LIMIT_BYTES = 800L << 20;
    private static final double BELOW_ACTION = 0.65;
    private static final double FAST = 16 << 20;
    private static final double SLOW = 1 << 20;
    private static final Duration FILL = Duration.ofSeconds(60);

    private SlowLeak() {}

    /** The settings of a cluster in which a savepoint is wished for while it leaks, and for no other reason. */
    static FlinkClusterBuilder settings(FlinkClusterBuilder builder) {
        return builder.config("taskmanager.memory.process.size", "768m")
                .config("taskmanager.memory.jvm-metaspace.size", "160m")
                .config("taskmanager.memory.jvm-overhead.min", "64m")
                .config("taskmanager.memory.jvm-overhead.max", "64m")
                .config("taskmanager.memory.managed.size", "128m")
                .config("vitals.limits.process-memory", LIMIT_BYTES + " b")
                .config("vitals.health.forecast.horizon", "8 min")
                .config("vitals.snapshots.policies.memory", "active")
                .config("vitals.snapshots.policies.exposure", "off")
                .config("vitals.snapshots.policies.disk", "off")
                .config("vitals.snapshots.policies.state", "off")
                .config("vitals.snapshots.policies.restart", "off");
    }

    /**
     * Begins it.
     *
     * @param stage where it is played
     * @param site where it leaks
     * @param jobs how many jobs leak, all together as fast as one
     */
    static void begin(Stage stage, Site site, int jobs) {
        site.set(TallySwitch.NATIVE_LEAK, FAST / jobs);
        Wait.until(
                "a TaskManager that holds " + (long) (BELOW_ACTION * LIMIT_BYTES) + " bytes",
                FILL,
                () -> Optional.of(largest(site)).filter(bytes -> bytes >= BELOW_ACTION * LIMIT_BYTES),
                () -> "the largest holds " + largest(site));
        site.set(TallySwitch.NATIVE_LEAK, SLOW / jobs);
        stage.say("now a TaskManager leaks slowly towards its limit of " + (LIMIT_BYTES >> 20) + " MB");
    }

    /** Ends it; what was taken stays. */
    static void end(Site site) {
        site.set(TallySwitch.NATIVE_LEAK, 0);
    }

    private static long largest(Site site) {
        return site.flink().taskManagers().stream()
                .mapToLong(process -> process.residentBytes().orElse(0))
                .max()
                .orElse(0);
    }
}
