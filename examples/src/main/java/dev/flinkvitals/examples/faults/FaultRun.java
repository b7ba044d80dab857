/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flinkvitals.examples.cluster.FindingView;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What came of one run of a scenario.
 *
 * @param fault name of the scenario
 * @param repetition 1 or more
 * @param control whether nothing was wrong
 * @param detected seconds from the beginning of the fault to a finding that names it
 * @param diagnosed seconds to the finding that was right from then on
 * @param diagnosis the last finding that names it
 * @param causeRight whether its cause is right
 * @param vertexRight whether its place is right
 * @param falseAlarms findings that should not be there
 * @param error why the run could not be finished; empty if it was
 */
record FaultRun(
        String fault,
        int repetition,
        boolean control,
        OptionalDouble detected,
        OptionalDouble diagnosed,
        Optional<FindingView> diagnosis,
        boolean causeRight,
        boolean vertexRight,
        List<Judge.FalseAlarm> falseAlarms,
        Optional<String> error) {
    /** Copies the list. */
    FaultRun {
        falseAlarms = List.copyOf(falseAlarms);
    }

    static FaultRun judged(FaultScenario scenario, int repetition, Judge judge) {
        return new FaultRun(
                scenario.name(),
                repetition,
                scenario.truth().isHealthy(),
                judge.detected(),
                judge.diagnosed(),
                judge.diagnosis(),
                judge.isCauseRight(),
                judge.isVertexRight(),
                judge.falseAlarms(),
                Optional.empty());
    }

    static FaultRun failed(FaultScenario scenario, int repetition, String error) {
        return new FaultRun(
                scenario.name(),
                repetition,
                scenario.truth().isHealthy(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                false,
                false,
                List.of(),
                Optional.of(error));
    }

    /** Whether the product said what is right, and nothing else. */
    boolean ok() {
        return error.isEmpty()
                && falseAlarms.isEmpty()
                && (control || (detected.isPresent() && causeRight && vertexRight));
    }

    /** For machines; what does not apply to a control is {@code null}. */
    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("fault", fault);
        json.put("repetition", repetition);
        json.put("control", control);
        json.put("detected_s", tenths(detected));
        json.put("diagnosed_s", tenths(diagnosed));
        json.put("kind", diagnosis.map(FindingView::kind).orElse(null));
        json.put("cause", diagnosis.map(FindingView::cause).orElse(null));
        json.put("cause_right", control ? null : causeRight);
        json.put("vertex", diagnosis.map(FindingView::place).orElse(null));
        json.put("vertex_right", control ? null : vertexRight);
        json.put("false_alarms", falseAlarms.size());
        var alarms = json.putArray("alarms");
        for (Judge.FalseAlarm alarm : falseAlarms) {
            FindingView finding = alarm.finding();
            alarms.addObject()
                    .put("at_s", tenths(OptionalDouble.of(alarm.at())))
                    .put("kind", finding.kind())
                    .put("severity", finding.severity())
                    .put("cause", finding.cause())
                    .put("place", finding.place())
                    .put("reason", finding.reason());
        }
        json.put("ok", ok());
        json.put("error", error.orElse(null));
        return json;
    }

    /** One line for people. */
    String toText() {
        String name = String.format(Locale.ROOT, "%-7s %-30s", ok() ? "ok" : "FAILED", fault + " #" + repetition);
        if (error.isPresent()) {
            return name + error.get().lines().findFirst().orElse("");
        }
        String said = diagnosis
                .map(finding -> String.format(
                        Locale.ROOT,
                        "after %.0f s: %s at %s (%s)%s",
                        detected.orElse(0),
                        finding.kind(),
                        finding.place(),
                        finding.cause(),
                        causeRight && vertexRight ? "" : ", which is wrong"))
                .orElse(control ? "nothing to find" : "not detected");
        return name + said + (falseAlarms.isEmpty() ? "" : "; false alarms: " + falseAlarms.size());
    }

    private static @Nullable BigDecimal tenths(OptionalDouble seconds) {
        return seconds.isPresent() ? BigDecimal.valueOf(seconds.getAsDouble()).setScale(1, RoundingMode.HALF_UP) : null;
    }
}
