/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What happened in the demo. What has not happened is empty.
 *
 * @param slowSink the first fault
 * @param stateLeak the second
 * @param restore the proof that the savepoint holds everything
 * @param otlp what arrived at the receiver
 * @param seconds how long it all took
 */
record DemoResult(SlowSink slowSink, StateLeak stateLeak, Restore restore, Otlp otlp, double seconds) {
    /** The cause of the first fault: the sink waits for its database. */
    static final String EXTERNAL_WAIT = "external_wait";

    /** The cause of the second: the space for local state runs out. */
    static final String LOCAL_STATE = "local_state";

    /** Nothing has happened yet. */
    static final DemoResult NOTHING = new DemoResult(
            new SlowSink(OptionalDouble.empty(), Optional.empty(), false, Optional.empty()),
            new StateLeak(OptionalDouble.empty(), OptionalDouble.empty(), Optional.empty(), Optional.empty()),
            new Restore(0, Optional.empty()),
            new Otlp(0, 0, 0, false),
            0);

    /**
     * The sink's database became slow.
     *
     * @param detectedAfter seconds from the fault to a score that is not green and a named culprit
     * @param culprit the vertex that was named
     * @param culpritRight whether it was the sink
     * @param cause why it is slow, as the finding says
     */
    record SlowSink(
            OptionalDouble detectedAfter, Optional<String> culprit, boolean culpritRight, Optional<String> cause) {
        /** Whether the sink was named, and that it waits for its database. */
        boolean ok() {
            return detectedAfter.isPresent() && culpritRight && cause.equals(Optional.of(EXTERNAL_WAIT));
        }
    }

    /**
     * State without TTL began to grow.
     *
     * @param forecastAfter seconds from the fault to the forecast
     * @param savepointVerifiedAfter seconds from the fault to a savepoint that was read back
     * @param cause what runs out, as the finding says
     * @param place where
     */
    record StateLeak(
            OptionalDouble forecastAfter,
            OptionalDouble savepointVerifiedAfter,
            Optional<String> cause,
            Optional<String> place) {
        /** Whether it was foreseen with its cause, and a savepoint saved in time. */
        boolean ok() {
            return forecastAfter.isPresent()
                    && savepointVerifiedAfter.isPresent()
                    && cause.equals(Optional.of(LOCAL_STATE));
        }
    }

    /**
     * The job was restored from that savepoint.
     *
     * @param keys customers that were compared
     * @param lost customers whose totals differ from the truth; empty if they were not compared
     */
    record Restore(int keys, Optional<Integer> lost) {
        /** Whether every customer's totals were right. */
        boolean ok() {
            return keys > 0 && lost.equals(Optional.of(0));
        }
    }

    /**
     * What arrived over OTLP.
     *
     * @param metricNames distinct names
     * @param points points of metrics
     * @param logRecords log records
     * @param decisionArrived whether the decision for the savepoint is among the log records
     */
    record Otlp(int metricNames, long points, long logRecords, boolean decisionArrived) {
        /** Whether metrics and the decision arrived. */
        boolean ok() {
            return metricNames > 0 && points > 0 && decisionArrived;
        }
    }

    /** Whether all of it happened. */
    boolean ok() {
        return slowSink.ok() && stateLeak.ok() && restore.ok() && otlp.ok();
    }

    DemoResult with(SlowSink known) {
        return new DemoResult(known, stateLeak, restore, otlp, seconds);
    }

    DemoResult with(StateLeak known) {
        return new DemoResult(slowSink, known, restore, otlp, seconds);
    }

    DemoResult with(Restore known) {
        return new DemoResult(slowSink, stateLeak, known, otlp, seconds);
    }

    DemoResult with(Otlp known) {
        return new DemoResult(slowSink, stateLeak, restore, known, seconds);
    }

    /**
     * The same after some time.
     *
     * @param elapsedSeconds seconds since the start
     */
    DemoResult after(double elapsedSeconds) {
        return new DemoResult(slowSink, stateLeak, restore, otlp, elapsedSeconds);
    }

    /** The summary for machines; its names are stable. */
    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("ok", ok());
        var faults = json.putArray("faults");
        faults.addObject()
                .put("name", "slow-sink")
                .put("detected_s", tenths(slowSink.detectedAfter()))
                .put("culprit", slowSink.culprit().orElse(null))
                .put("culprit_right", slowSink.culpritRight())
                .put("cause", slowSink.cause().orElse(null));
        faults.addObject()
                .put("name", "state-leak")
                .put("forecast_s", tenths(stateLeak.forecastAfter()))
                .put("savepoint_verified_s", tenths(stateLeak.savepointVerifiedAfter()))
                .put("cause", stateLeak.cause().orElse(null))
                .put("place", stateLeak.place().orElse(null));
        json.putObject("restore")
                .put("ok", restore.ok())
                .put("keys", restore.keys())
                .put("lost", restore.lost().orElse(null));
        json.putObject("otlp")
                .put("metric_names", otlp.metricNames())
                .put("points", otlp.points())
                .put("log_records", otlp.logRecords());
        json.put("seconds", tenths(OptionalDouble.of(seconds)));
        return json;
    }

    /** The summary for people. */
    List<String> toText() {
        return List.of(
                "",
                "Summary",
                line(
                        slowSink.ok(),
                        "slow-sink:  detected after " + text(slowSink.detectedAfter()) + ", culprit "
                                + slowSink.culprit().orElse("not named") + ", cause "
                                + slowSink.cause().orElse("not known")),
                line(
                        stateLeak.ok(),
                        "state-leak: forecast after " + text(stateLeak.forecastAfter()) + ", savepoint verified after "
                                + text(stateLeak.savepointVerifiedAfter()) + ", cause "
                                + stateLeak.cause().orElse("not known") + " at "
                                + stateLeak.place().orElse("an unknown place")),
                line(
                        restore.ok(),
                        "restore:    " + restore.keys() + " customers compared, "
                                + restore.lost()
                                        .map(lost -> lost + " with something lost")
                                        .orElse("none restored")),
                line(
                        otlp.ok(),
                        String.format(
                                Locale.ROOT,
                                "otlp:       %d metric names, %,d points, %,d log records",
                                otlp.metricNames(),
                                otlp.points(),
                                otlp.logRecords())),
                line(ok(), String.format(Locale.ROOT, "%.0f s in all", seconds)));
    }

    private static String line(boolean ok, String text) {
        return (ok ? "  ok      " : "  FAILED  ") + text;
    }

    private static String text(OptionalDouble seconds) {
        return seconds.isPresent() ? String.format(Locale.ROOT, "%.1f s", seconds.getAsDouble()) : "(never)";
    }

    private static @Nullable BigDecimal tenths(OptionalDouble seconds) {
        return seconds.isPresent() ? BigDecimal.valueOf(seconds.getAsDouble()).setScale(1, RoundingMode.HALF_UP) : null;
    }
}
