/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.schedule;

import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.config.Policy;
import dev.flinkvitals.config.SnapshotConfig;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Settings as anybody might have them. */
public final class RandomConfig {
    /** Windows of a minute. */
    public static final HealthConfig HEALTH = new HealthConfig(
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofMinutes(30),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5));

    private RandomConfig() {}

    /** Draws what the breaker may do; most policies are active. */
    public static SnapshotConfig draw(Random random) {
        Map<Policy, SnapshotConfig.Mode> policies = new EnumMap<>(Policy.class);
        for (Policy policy : Policy.values()) {
            int drawn = random.nextInt(6);
            policies.put(
                    policy,
                    drawn == 0
                            ? SnapshotConfig.Mode.OFF
                            : drawn == 1 ? SnapshotConfig.Mode.MONITOR : SnapshotConfig.Mode.ACTIVE);
        }
        return new SnapshotConfig(
                random.nextInt(20) == 0 ? SnapshotConfig.Mode.MONITOR : SnapshotConfig.Mode.ACTIVE,
                policies,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                2.0,
                Duration.ofMinutes(1 + random.nextInt(10)),
                Duration.ofMinutes(1 + random.nextInt(30)),
                1 + random.nextInt(10),
                Duration.ofMinutes(1 + random.nextInt(10)),
                Duration.ofMinutes(1 + random.nextInt(10)),
                Duration.ofSeconds(5));
    }
}
