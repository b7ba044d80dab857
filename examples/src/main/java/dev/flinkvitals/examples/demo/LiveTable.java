/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.demo;

import dev.flinkvitals.examples.cluster.FindingView;
import dev.flinkvitals.examples.demo.JobView.ComponentView;
import dev.flinkvitals.examples.demo.JobView.ForecastView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** How the state of a job looks in a terminal. Pure. */
final class LiveTable {
    private static final int MOST_FINDINGS = 3;
    private static final int MIN_WIDTH = 40;
    private static final int BREAKER_CHARS_IN_LINE = 120;
    private static final double SHOWN_POINTS = 0.5;

    private LiveTable() {}

    /**
     * Several lines, for a terminal that redraws them.
     *
     * @param job what is shown
     * @param width columns of the terminal; longer lines are cut
     * @return the lines, without line breaks
     */
    static List<String> lines(JobView job, int width) {
        List<String> lines = new ArrayList<>();
        lines.add(row(
                "score",
                number(job.score(), "%.0f") + " " + job.band() + ", " + job.phase() + ", confidence "
                        + number(job.confidence(), "%.2f")));
        lines.add(row("components", components(job)));
        worst(job).ifPresent(component -> lines.add(row("", component.name() + ": " + component.reason())));
        lines.add(row(
                "bottleneck",
                job.bottleneck().map(b -> b.vertexName() + ": " + b.reason()).orElse("none")));
        job.findings().stream()
                .filter(FindingView::isAlarm)
                .limit(MOST_FINDINGS)
                .forEach(finding -> lines.add(row("finding", finding(finding))));
        lines.add(row(
                "load",
                job.vertices().stream()
                        .map(v -> v.name() + " " + percent(v.busy()) + " busy, " + percent(v.backPressured())
                                + " backpressured")
                        .collect(Collectors.joining("; "))));
        lines.add(row(
                "checkpoint",
                number(job.checkpointAge(), "%.1f s") + " old, exposure " + number(job.exposure(), "%.1f")));
        lines.add(row("lag", number(job.lagRecords(), "%,.0f records") + ", " + number(job.lagSeconds(), "%.1f s")));
        job.forecasts().forEach(forecast -> lines.add(row("forecast", forecast(forecast))));
        lines.add(row("breaker", breaker(job)));
        return lines.stream().map(line -> cut(line, Math.max(width, MIN_WIDTH))).toList();
    }

    /**
     * One line, for a log.
     *
     * @param job what is shown
     */
    static String line(JobView job) {
        return "score " + number(job.score(), "%.0f") + " " + job.band() + " [" + components(job) + "] bottleneck "
                + job.bottleneck().map(JobView.BottleneckView::vertexName).orElse("none")
                + " | checkpoint " + number(job.checkpointAge(), "%.1f s") + " | lag "
                + number(job.lagRecords(), "%,.0f") + " | "
                + job.forecasts().stream().map(f -> forecast(f) + " | ").collect(Collectors.joining())
                + "breaker " + cut(breaker(job), BREAKER_CHARS_IN_LINE);
    }

    private static String finding(FindingView finding) {
        return finding.severity() + " " + finding.kind() + " (" + finding.cause() + ") at " + finding.place() + ": "
                + finding.reason();
    }

    private static String components(JobView job) {
        return job.components().stream()
                .filter(component -> !"not_applicable".equals(component.state()))
                .map(LiveTable::component)
                .collect(Collectors.joining(", "));
    }

    private static String component(ComponentView component) {
        if (!"scored".equals(component.state())) {
            return component.name() + " " + component.state();
        }
        double points = component.points().orElse(0);
        return component.name() + (points < SHOWN_POINTS ? " ok" : String.format(Locale.ROOT, " -%.0f", points));
    }

    private static Optional<ComponentView> worst(JobView job) {
        return job.components().stream()
                .filter(component -> component.points().orElse(0) >= SHOWN_POINTS)
                .max(Comparator.comparingDouble(component -> component.points().orElse(0)));
    }

    private static String forecast(ForecastView forecast) {
        return forecast.resource() + " of " + forecast.process() + " at " + percent(forecast.level()) + ", full in "
                + number(forecast.secondsLeft(), "%.0f s") + " (" + number(forecast.secondsLeftLow(), "%.0f s")
                + " at the earliest)";
    }

    private static String breaker(JobView job) {
        StringBuilder text = new StringBuilder(job.breakerMode());
        job.newestDecision()
                .ifPresent(decision -> text.append(", ")
                        .append(decision.action())
                        .append(' ')
                        .append(decision.outcome())
                        .append(" at ")
                        .append(timeOfDay(decision.at()))
                        .append(": ")
                        .append(decision.reason()));
        job.newestSnapshot()
                .ifPresent(snapshot -> text.append("; ")
                        .append(snapshot.action())
                        .append(' ')
                        .append(snapshot.result())
                        .append(snapshot.error()
                                .map(error -> " (" + error + ")")
                                .orElse("")));
        return text.toString();
    }

    /** The time in UTC of an ISO 8601 instant: a decision stays on show, and one wants to see that it is an old one. */
    private static String timeOfDay(String instant) {
        return instant.replaceFirst("^.*T(\\d\\d:\\d\\d:\\d\\d).*$", "$1");
    }

    private static String row(String title, String text) {
        return String.format(Locale.ROOT, "  %-11s %s", title, text);
    }

    private static String number(OptionalDouble value, String format) {
        return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "unknown";
    }

    private static String percent(OptionalDouble ratio) {
        return ratio.isPresent() ? String.format(Locale.ROOT, "%.0f%%", ratio.getAsDouble() * 100) : "?";
    }

    private static String cut(String line, int width) {
        return line.length() <= width ? line : line.substring(0, width - 1) + "…";
    }
}
