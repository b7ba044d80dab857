/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.cli;

import dev.flinkvitals.breaker.DecisionRecord;
import dev.flinkvitals.breaker.DryRun;
import dev.flinkvitals.cli.ReplayRow.Kind;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.finding.Finding;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.score.Band;
import dev.flinkvitals.recorder.Outcome;
import dev.flinkvitals.recorder.RecordedEvent;
import dev.flinkvitals.recorder.ReplayListener;
import dev.flinkvitals.signals.CheckpointFailure;
import dev.flinkvitals.signals.JobPhase;
import dev.flinkvitals.signals.JobReading;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes the lines of a replay: what changed from one cycle to the next. Not thread safe. */
final class ReplayTimeline implements ReplayListener {
    /** Smaller moves of the score are noise to a reader. */
    private static final double POINTS = 5;

    private final Optional<DryRun> breaker;
    private final Consumer<ReplayRow> rows;
    private final Set<String> open = new HashSet<>();
    private final Set<CheckpointFailure> failures = new HashSet<>();
    private OptionalDouble shownScore = OptionalDouble.empty();
    private Band shownBand = Band.UNKNOWN;
    private @Nullable JobPhase phase;
    private boolean started;

    /**
     * A timeline.
     *
     * @param breaker decides again; empty if the recorded decisions do
     * @param rows takes the lines, in order
     */
    ReplayTimeline(Optional<DryRun> breaker, Consumer<ReplayRow> rows) {
        this.breaker = breaker;
        this.rows = rows;
    }

    @Override
    public void cycle(JobReading reading, Assessment assessment, Outcome recorded, Check check) {
        row(Kind.CYCLE, assessment, "", "", "");
        phase(assessment);
        failures(reading, assessment);
        findings(assessment);
        score(assessment);
        breaker.flatMap(dryRun -> dryRun.cycle(assessment, reading))
                .ifPresent(decision -> row(
                        Kind.DECISION, assessment, decision.outcome().label(), decision.incident(), words(decision)));
        if (check == Check.DIFFERENT) {
            row(
                    Kind.DIFFERENCE,
                    assessment,
                    "",
                    "",
                    "the live run had " + Scores.words(recorded.score(), recorded.band()));
        }
        started = true;
    }

    @Override
    public void event(RecordedEvent event) {
        rows.accept(new ReplayRow(event.at(), Kind.EVENT, shownScore, shownBand, "", event.name(), event.text()));
    }

    private void row(Kind kind, Assessment assessment, String severity, String subject, String text) {
        rows.accept(ReplayRow.of(assessment.tick().at(), kind, assessment, severity, subject, text));
    }

    private void phase(Assessment assessment) {
        if (assessment.phase() != phase) {
            row(Kind.PHASE, assessment, "", "", assessment.phase().name());
            phase = assessment.phase();
        }
    }

    private void failures(JobReading reading, Assessment assessment) {
        for (CheckpointFailure failure : reading.checkpoints().failures()) {
            if (failures.add(failure) && started) {
                String where = failure.vertexName().map(name -> " in " + name).orElse("");
                row(
                        Kind.CHECKPOINT_FAILED,
                        assessment,
                        "",
                        failure.reason(),
                        failure.message()
                                + where
                                + failure.cause().map(c -> ": " + c).orElse(""));
            }
        }
        failures.retainAll(reading.checkpoints().failures());
    }

    private void findings(Assessment assessment) {
        for (Finding finding : assessment.closedFindings()) {
            if (open.remove(finding.id())) {
                finding(Kind.FINDING_CLOSED, assessment, finding);
            }
        }
        for (Finding finding : assessment.findings()) {
            if (open.add(finding.id())) {
                finding(started ? Kind.FINDING_OPENED : Kind.FINDING_OPEN, assessment, finding);
            }
        }
    }

    private void finding(Kind kind, Assessment assessment, Finding finding) {
        row(
                kind,
                assessment,
                finding.severity().name().toLowerCase(Locale.ROOT),
                finding.id(),
                finding.kind().title() + where(finding.observation().place()) + ": "
                        + finding.observation().reason());
    }

    private static String where(Place place) {
        String subtask =
                place.subtask().isPresent() ? " subtask " + place.subtask().getAsInt() : "";
        return place.vertexName().map(name -> " in " + name).orElse("")
                + subtask
                + place.process().map(process -> " on " + process).orElse("");
    }

    private void score(Assessment assessment) {
        double moved = Math.abs(assessment.score().orElse(-1) - shownScore.orElse(-1));
        if (!started || assessment.band() != shownBand || moved >= POINTS) {
            String before = started ? " (was " + Scores.words(shownScore, shownBand) + ")" : "";
            row(Kind.SCORE, assessment, "", "", Scores.words(assessment.score(), assessment.band()) + before);
            shownScore = assessment.score();
            shownBand = assessment.band();
        }
    }

    private static String words(DecisionRecord decision) {
        String action = decision.action().label();
        return switch (decision.outcome()) {
            case TRIGGERED, WOULD_TRIGGER -> "a " + action + " would have been triggered: " + decision.reason();
            case REFUSED -> "a " + action + " would have been refused: " + decision.reason();
            case TOO_LATE -> "too late for a " + action + ": " + decision.reason();
            case WOULD_NOT_HELP -> "a " + action + " would not help: " + decision.reason();
        };
    }

    /** A score as a person reads it. */
    static final class Scores {
        private Scores() {}

        static String words(OptionalDouble score, Band band) {
            return (score.isPresent() ? Long.toString(Math.round(score.getAsDouble())) : "no score")
                    + ' '
                    + band.name().toLowerCase(Locale.ROOT);
        }
    }
}
