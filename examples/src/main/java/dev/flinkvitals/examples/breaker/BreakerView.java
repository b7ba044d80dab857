/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the product says that the breaker decided and did for a job; newest first.
 *
 * @param decisions what it decided
 * @param snapshots what it triggered
 */
public record BreakerView(List<DecisionView> decisions, List<SnapshotView> snapshots) {
    /** Copies the lists. */
    public BreakerView {
        decisions = List.copyOf(decisions);
        snapshots = List.copyOf(snapshots);
    }

    /**
     * A decision.
     *
     * @param at when
     * @param action {@code checkpoint} or {@code savepoint}
     * @param incident id of what it is about
     * @param outcome {@code triggered}, {@code would_trigger}, {@code refused}, {@code too_late}, ...
     * @param reason in words
     * @param obstacles rules that did not pass
     */
    public record DecisionView(
            Optional<Instant> at,
            String action,
            String incident,
            String outcome,
            String reason,
            List<String> obstacles) {
        /** Copies the list. */
        public DecisionView {
            obstacles = List.copyOf(obstacles);
        }
    }

    /**
     * A checkpoint or savepoint that the product triggered.
     *
     * @param action {@code checkpoint} or {@code savepoint}
     * @param startedAt when
     * @param endedAt when its result was known
     * @param result {@code verified}, {@code completed}, {@code failed}, ...
     * @param path where a savepoint is
     */
    public record SnapshotView(
            String action,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt,
            String result,
            Optional<String> path) {
        /** Whether it is a savepoint that was read back. */
        public boolean isVerifiedSavepoint() {
            return action.equals("savepoint") && path.isPresent() && result.equals("verified");
        }
    }

    /**
     * Reads the job's entry.
     *
     * @param entry as {@code VitalsClient.job} gives it
     * @return what is in it
     */
    public static BreakerView of(JsonNode entry) {
        JsonNode breaker = entry.path("breaker");
        List<DecisionView> decisions = new ArrayList<>();
        for (JsonNode decision : breaker.path("decisions")) {
            decisions.add(decision(decision));
        }
        List<SnapshotView> snapshots = new ArrayList<>();
        for (JsonNode snapshot : breaker.path("snapshots")) {
            snapshots.add(snapshot(snapshot));
        }
        return new BreakerView(decisions, snapshots);
    }

    private static DecisionView decision(JsonNode decision) {
        List<String> obstacles = new ArrayList<>();
        for (JsonNode check : decision.path("checks")) {
            if (!check.path("verdict").asText().equals("pass")) {
                obstacles.add(check.path("rule").asText());
            }
        }
        return new DecisionView(
                time(decision.path("at")),
                decision.path("action").asText(),
                decision.path("incident").asText(),
                decision.path("outcome").asText(),
                decision.path("reason").asText(),
                obstacles);
    }

    private static SnapshotView snapshot(JsonNode snapshot) {
        Optional<Instant> started = time(snapshot.path("startedAt"));
        JsonNode seconds = snapshot.path("seconds");
        return new SnapshotView(
                snapshot.path("action").asText(),
                started,
                seconds.isNumber()
                        ? started.map(at -> at.plusMillis((long) (seconds.asDouble() * 1000)))
                        : Optional.empty(),
                snapshot.path("result").asText(),
                Optional.ofNullable(snapshot.path("path").textValue()));
    }

    private static Optional<Instant> time(JsonNode text) {
        try {
            return Optional.of(Instant.parse(text.asText()));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /**
     * The first decision of a kind.
     *
     * @param action {@code checkpoint} or {@code savepoint}
     * @param outcome its outcome
     */
    public Optional<DecisionView> firstDecision(String action, String outcome) {
        return decisions.stream()
                .filter(decision ->
                        decision.action().equals(action) && decision.outcome().equals(outcome))
                .reduce((newer, older) -> older);
    }

    /** The first savepoint that was read back. */
    public Optional<SnapshotView> firstVerifiedSavepoint() {
        return snapshots.stream().filter(SnapshotView::isVerifiedSavepoint).reduce((newer, older) -> older);
    }
}
