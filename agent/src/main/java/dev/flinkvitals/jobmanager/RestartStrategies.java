/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.signals.RestartStrategy;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/**
 * Tells the restart strategy of a job: the job's own, of which Flink keeps a description ({@code ArchivedExecutionConfig}, the
 * same sentences in 1.20 to 2.3), else the cluster's configuration, else Flink's default. What is not understood stays unknown. What
 * Flink 1.20 does not describe is a strategy that a job sets through a configuration of its own: there the cluster's counts.
 */
final class RestartStrategies {
    private static final String PREFIX = "restart-strategy.";
    private static final String FIXED_DELAY = "fixed-delay";
    private static final String FAILURE_RATE = "failure-rate";
    private static final String EXPONENTIAL_DELAY = "exponential-delay";

    /** What Flink says of a job that sets no strategy; the latter where 1.20 knows of none at all. */
    private static final Set<String> CLUSTER_DEFAULT = Set.of("Cluster level default restart strategy", "default");

    private static final String DEACTIVATED = "Restart deactivated.";
    private static final Pattern FIXED =
            Pattern.compile("Restart with fixed delay \\((.+)\\)\\. #(\\d+) restart attempts\\.");
    private static final Pattern RATE = Pattern.compile(
            "Failure rate restart with maximum of (\\d+) failures within interval (.+) and fixed delay (.+)\\.");

    /** Flink formats the numbers in its own locale. */
    private static final Pattern EXPONENTIAL = Pattern.compile(
            "Restart with exponential delay: starting at (.+), increasing by ([\\d.,]+), with maximum (.+)\\."
                    + " Delay resets after (.+) with jitter .+");

    private RestartStrategies() {}

    /**
     * The strategy.
     *
     * @param description Flink's sentence on the job's strategy; null if the job has no configuration any more
     * @param flink Flink's configuration, flat
     * @param checkpointing whether the job checkpoints: Flink's default depends on it
     * @return the strategy; empty if it is not understood
     */
    static Optional<RestartStrategy> of(
            @Nullable String description, Map<String, String> flink, boolean checkpointing) {
        try {
            return description == null || CLUSTER_DEFAULT.contains(description)
                    ? ofCluster(flink, checkpointing)
                    : ofJob(description);
        } catch (IllegalArgumentException | ArithmeticException e) {
            // A later Flink may say it in other words.
            return Optional.empty();
        }
    }

    private static Optional<RestartStrategy> ofJob(String description) {
        if (description.equals(DEACTIVATED)) {
            return Optional.of(none());
        }
        Matcher fixed = FIXED.matcher(description);
        if (fixed.matches()) {
            return Optional.of(fixed(duration(fixed.group(1)), Integer.parseInt(fixed.group(2))));
        }
        Matcher rate = RATE.matcher(description);
        if (rate.matches()) {
            return Optional.of(rate(duration(rate.group(3)), duration(rate.group(2)), Integer.parseInt(rate.group(1))));
        }
        Matcher exponential = EXPONENTIAL.matcher(description);
        if (exponential.matches()) {
            return Optional.of(exponential(
                    duration(exponential.group(1)),
                    duration(exponential.group(3)),
                    Double.parseDouble(exponential.group(2).replace(',', '.')),
                    duration(exponential.group(4))));
        }
        return Optional.empty();
    }

    private static Optional<RestartStrategy> ofCluster(Map<String, String> flink, boolean checkpointing) {
        String type = flink.getOrDefault(PREFIX + "type", flink.getOrDefault("restart-strategy", ""))
                .strip()
                .toLowerCase(Locale.ROOT);
        return switch (type) {
            case "" -> Optional.of(checkpointing ? exponential(Map.of()) : none());
            case "none", "off", "disable" -> Optional.of(none());
            case "fixeddelay", FIXED_DELAY ->
                Optional.of(fixed(
                        duration(flink, FIXED_DELAY + ".delay", "1 s"), number(flink, FIXED_DELAY + ".attempts", 1)));
            case "failurerate", FAILURE_RATE ->
                Optional.of(rate(
                        duration(flink, FAILURE_RATE + ".delay", "1 s"),
                        duration(flink, FAILURE_RATE + ".failure-rate-interval", "1 min"),
                        number(flink, FAILURE_RATE + ".max-failures-per-interval", 1)));
            case "exponentialdelay", EXPONENTIAL_DELAY -> Optional.of(exponential(flink));
            default -> Optional.empty();
        };
    }

    private static RestartStrategy none() {
        return new RestartStrategy(
                RestartStrategy.NONE, Duration.ZERO, Duration.ZERO, 1, Duration.ZERO, OptionalInt.of(0));
    }

    private static RestartStrategy fixed(Duration delay, int attempts) {
        return new RestartStrategy(FIXED_DELAY, delay, delay, 1, Duration.ZERO, limit(attempts));
    }

    private static RestartStrategy rate(Duration delay, Duration interval, int failures) {
        return new RestartStrategy(FAILURE_RATE, delay, delay, 1, interval, limit(failures));
    }

    private static RestartStrategy exponential(Map<String, String> flink) {
        String factor = flink.getOrDefault(PREFIX + EXPONENTIAL_DELAY + ".backoff-multiplier", "1.5");
        return exponential(
                duration(flink, EXPONENTIAL_DELAY + ".initial-backoff", "1 s"),
                duration(flink, EXPONENTIAL_DELAY + ".max-backoff", "1 min"),
                Double.parseDouble(factor.strip()),
                duration(flink, EXPONENTIAL_DELAY + ".reset-backoff-threshold", "1 h"));
    }

    private static RestartStrategy exponential(Duration initial, Duration most, double factor, Duration resetAfter) {
        return new RestartStrategy(EXPONENTIAL_DELAY, initial, most, factor, resetAfter, OptionalInt.empty());
    }

    private static OptionalInt limit(int attempts) {
        return attempts == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(attempts);
    }

    private static int number(Map<String, String> flink, String key, int byDefault) {
        String text = flink.get(PREFIX + key);
        return text == null ? byDefault : Integer.parseInt(text.strip());
    }

    private static Duration duration(Map<String, String> flink, String key, String byDefault) {
        return duration(flink.getOrDefault(PREFIX + key, byDefault));
    }

    /**
     * A duration as Flink's configuration has it, {@code 10 s}, or as its sentences do, {@code PT10S}, which Flink's parser does not
     * read in 1.20.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static Duration duration(String text) {
        String stripped = text.strip();
        try {
            return stripped.startsWith("P") ? Duration.parse(stripped) : TimeUtils.parseDuration(stripped);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
