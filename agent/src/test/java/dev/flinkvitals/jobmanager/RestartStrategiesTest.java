/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.signals.RestartStrategy;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.flink.api.common.ExecutionConfig;
import org.junit.jupiter.api.Test;

class RestartStrategiesTest {
    private static final String CLUSTER = "Cluster level default restart strategy";
    private static final RestartStrategy FLINK_DEFAULT = new RestartStrategy(
            "exponential-delay",
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            1.5,
            Duration.ofHours(1),
            OptionalInt.empty());

    @Test
    void isExponentialByDefaultWhereTheJobCheckpoints() {
        assertThat(RestartStrategies.of(CLUSTER, Map.of(), true)).hasValue(FLINK_DEFAULT);
        assertThat(RestartStrategies.of(null, Map.of(), true)).hasValue(FLINK_DEFAULT);
        assertThat(RestartStrategies.of(CLUSTER, Map.of(), false))
                .hasValueSatisfying(
                        strategy -> assertThat(strategy.neverRestarts()).isTrue());
    }

    @Test
    @SuppressWarnings("deprecation") // How a job sets its strategy in code up to 1.20; 2.x says the same sentences.
    void readsFlinksOwnWordsOnAStrategyOfTheJob() {
        ExecutionConfig config = new ExecutionConfig();
        assertThat(described(config)).isEqualTo(FLINK_DEFAULT);

        config.setRestartStrategy(org.apache.flink.api.common.restartstrategy.RestartStrategies.fixedDelayRestart(
                3, Duration.ofSeconds(10)));
        assertThat(described(config))
                .isEqualTo(new RestartStrategy(
                        "fixed-delay",
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        1,
                        Duration.ZERO,
                        OptionalInt.of(3)));

        config.setRestartStrategy(org.apache.flink.api.common.restartstrategy.RestartStrategies.failureRateRestart(
                4, Duration.ofMinutes(5), Duration.ofSeconds(2)));
        assertThat(described(config))
                .isEqualTo(new RestartStrategy(
                        "failure-rate",
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(2),
                        1,
                        Duration.ofMinutes(5),
                        OptionalInt.of(4)));

        config.setRestartStrategy(org.apache.flink.api.common.restartstrategy.RestartStrategies.exponentialDelayRestart(
                Duration.ofSeconds(2), Duration.ofMinutes(3), 2.5, Duration.ofMinutes(30), 0.1));
        assertThat(described(config))
                .isEqualTo(new RestartStrategy(
                        "exponential-delay",
                        Duration.ofSeconds(2),
                        Duration.ofMinutes(3),
                        2.5,
                        Duration.ofMinutes(30),
                        OptionalInt.empty()));

        config.setRestartStrategy(org.apache.flink.api.common.restartstrategy.RestartStrategies.noRestart());
        assertThat(described(config).neverRestarts()).isTrue();
    }

    @Test
    void readsTheClustersConfiguration() {
        assertThat(RestartStrategies.of(
                        CLUSTER,
                        Map.of(
                                "restart-strategy.type",
                                "fixed-delay",
                                "restart-strategy.fixed-delay.attempts",
                                "2147483647",
                                "restart-strategy.fixed-delay.delay",
                                "100 ms"),
                        true))
                .hasValue(new RestartStrategy(
                        "fixed-delay",
                        Duration.ofMillis(100),
                        Duration.ofMillis(100),
                        1,
                        Duration.ZERO,
                        OptionalInt.empty()));
        assertThat(RestartStrategies.of(
                        CLUSTER,
                        Map.of(
                                "restart-strategy",
                                "exponentialdelay",
                                "restart-strategy.exponential-delay.max-backoff",
                                "10 s"),
                        false))
                .hasValueSatisfying(
                        strategy -> assertThat(strategy.maxBackoff()).isEqualTo(Duration.ofSeconds(10)));
    }

    @Test
    void leavesUnknownWhatItDoesNotUnderstand() {
        assertThat(RestartStrategies.of("Restart when the moon is full.", Map.of(), true))
                .isEmpty();
        assertThat(RestartStrategies.of(CLUSTER, Map.of("restart-strategy.type", "com.example.Mine"), true))
                .isEmpty();
        assertThat(RestartStrategies.of(
                        CLUSTER,
                        Map.of("restart-strategy.type", "failure-rate", "restart-strategy.failure-rate.delay", "soon"),
                        true))
                .isEmpty();
    }

    /** The sentence is made by the Flink under test. */
    private static RestartStrategy described(ExecutionConfig config) {
        return RestartStrategies.of(config.archive().getRestartStrategyDescription(), Map.of(), true)
                .orElseThrow();
    }
}
