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
 * @param transitions what else happened to it
 */
public record BreakerView(
        List<DecisionView> decisions, List<SnapshotView> snapshots, List<TransitionView> transitions) {
    /** It has said nothing yet. */
    public static final BreakerView NOTHING = new BreakerView(List.of(), List.of(), List.of());

    private static final String SAVEPOINT = "savepoint";

    /** Copies the lists. */
    public BreakerView {
        decisions = List.copyOf(decisions);
        snapshots = List.copyOf(snapshots);
        transitions = List.copyOf(transitions);
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
     * @param failed those of them that were answered with no, and not left open
     */
    public record DecisionView(
            Optional<Instant> at,
            String action,
            String incident,
            String outcome,
            String reason,
            List<String> obstacles,
            List<String> failed) {
        /** Copies the lists. */
        public DecisionView {
            obstacles = List.copyOf(obstacles);
            failed = List.copyOf(failed);
        }

        /** Whether it says that nothing is done. */
        public boolean isRefusal() {
            return outcome.equals("refused") || outcome.equals("too_late");
        }
    }

    /**
     * A checkpoint or savepoint that the product triggered.
     *
     * @param action {@code checkpoint} or {@code savepoint}
     * @param probe whether it only tries whether savepoints may be tried again
     * @param startedAt when
     * @param endedAt when its result was known
     * @param result {@code verified}, {@code completed}, {@code failed}, ...
     * @param path where a savepoint is
     * @param error why it failed
     * @param outcome what became of the job: {@code unharmed}, {@code harmful}, {@code unknown}; empty while it is watched
     */
    public record SnapshotView(
            String action,
            boolean probe,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt,
            String result,
            Optional<String> path,
            Optional<String> error,
            Optional<String> outcome) {
        /** Whether it is a savepoint that was read back. */
        public boolean isVerifiedSavepoint() {
            return action.equals(SAVEPOINT) && path.isPresent() && result.equals("verified");
        }

        /** Whether the product itself says that it did harm. */
        public boolean isHarmful() {
            return outcome.equals(Optional.of("harmful"));
        }
    }

    /**
     * Something that happened to the breaker besides decisions.
     *
     * @param at when
     * @param kind {@code incident_opened}, {@code circuit_opened}, {@code circuit_half_open}, {@code circuit_closed}, ...
     * @param action which action's
     * @param text in words
     */
    public record TransitionView(Optional<Instant> at, String kind, String action, String text) {}

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
        List<TransitionView> transitions = new ArrayList<>();
        for (JsonNode transition : breaker.path("transitions")) {
            transitions.add(new TransitionView(
                    time(transition.path("at")),
                    transition.path("kind").asText(),
                    transition.path("action").asText(),
                    transition.path("text").asText()));
        }
        return new BreakerView(decisions, snapshots, transitions);
    }

    private static DecisionView decision(JsonNode decision) {
        List<String> obstacles = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (JsonNode check : decision.path("checks")) {
            String verdict = check.path("verdict").asText();
            if (!verdict.equals("pass")) {
                obstacles.add(check.path("rule").asText());
            }
            if (verdict.equals("fail")) {
                failed.add(check.path("rule").asText());
            }
        }
        return new DecisionView(
                time(decision.path("at")),
                decision.path("action").asText(),
                decision.path("incident").asText(),
                decision.path("outcome").asText(),
                decision.path("reason").asText(),
                obstacles,
                failed);
    }

    private static SnapshotView snapshot(JsonNode snapshot) {
        Optional<Instant> started = time(snapshot.path("startedAt"));
        JsonNode seconds = snapshot.path("seconds");
        return new SnapshotView(
                snapshot.path("action").asText(),
                snapshot.path("probe").asBoolean(),
                started,
                seconds.isNumber()
                        ? started.map(at -> at.plusMillis((long) (seconds.asDouble() * 1000)))
                        : Optional.empty(),
                snapshot.path("result").asText(),
                Optional.ofNullable(snapshot.path("path").textValue()),
                Optional.ofNullable(snapshot.path("error").textValue()),
                Optional.ofNullable(snapshot.path("outcome").textValue()));
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

    /**
     * The newest decision about an action.
     *
     * @param action {@code checkpoint} or {@code savepoint}
     */
    public Optional<DecisionView> newestDecision(String action) {
        return decisions.stream()
                .filter(decision -> decision.action().equals(action))
                .findFirst();
    }

    /** Savepoints that were triggered, whatever came of them. */
    public List<SnapshotView> savepoints() {
        return snapshots.stream()
                .filter(snapshot -> snapshot.action().equals(SAVEPOINT))
                .toList();
    }

    /** How many actions did harm, as the product says. */
    public long harmful() {
        return snapshots.stream().filter(SnapshotView::isHarmful).count();
    }

    /**
     * Whether something happened.
     *
     * @param kind what
     * @param action to which action's circuit or incident
     */
    public boolean happened(String kind, String action) {
        return transitions.stream()
                .anyMatch(transition ->
                        transition.kind().equals(kind) && transition.action().equals(action));
    }

    /** The first savepoint that was read back. */
    public Optional<SnapshotView> firstVerifiedSavepoint() {
        return snapshots.stream().filter(SnapshotView::isVerifiedSavepoint).reduce((newer, older) -> older);
    }
}
