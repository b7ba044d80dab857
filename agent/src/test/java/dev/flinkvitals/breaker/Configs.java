/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.config.Policy;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.config.SnapshotConfig.Mode;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Configurations for tests: the defaults, with every policy active. */
public final class Configs {
    public static final HealthConfig HEALTH = new HealthConfig(
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofMinutes(30),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5));

    private Configs() {}

    public static SnapshotConfig snapshots(Map<Policy, Mode> modes) {
        return snapshots(modes, Duration.ofMinutes(30), 6);
    }

    public static SnapshotConfig snapshots(Map<Policy, Mode> modes, Duration minInterval, int maxPerDay) {
        Map<Policy, Mode> all = new EnumMap<>(Policy.class);
        for (Policy policy : Policy.values()) {
            all.put(policy, modes.getOrDefault(policy, Mode.ACTIVE));
        }
        return new SnapshotConfig(
                Mode.ACTIVE,
                all,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                2.0,
                Duration.ofMinutes(10),
                minInterval,
                maxPerDay,
                Duration.ofMinutes(10),
                Duration.ofMinutes(10),
                Duration.ofSeconds(5));
    }
}
