/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults;

import dev.flinkvitals.examples.cluster.FindingView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Compares what the product says with the truth. A fault is detected when a finding that names it becomes a warning or
 * worse after the fault began; what the product says last is its diagnosis. Not thread safe.
 */
final class Judge {
    private final Truth truth;
    private final Map<String, FalseAlarm> falseAlarms = new LinkedHashMap<>();
    private OptionalDouble detected = OptionalDouble.empty();
    private OptionalDouble diagnosed = OptionalDouble.empty();
    private @Nullable FindingView diagnosis;

    /**
     * A finding that should not be there.
     *
     * @param at seconds since the fault began; negative before it
     * @param finding as it was seen first
     */
    record FalseAlarm(double at, FindingView finding) {}

    Judge(Truth truth) {
        this.truth = truth;
    }

    /**
     * Takes what the product says at a moment.
     *
     * @param at seconds since the fault began; negative before it
     * @param findings open findings, most urgent first
     */
    void see(double at, List<FindingView> findings) {
        List<FindingView> alarms =
                findings.stream().filter(FindingView::isAlarm).toList();
        for (FindingView alarm : alarms) {
            if (at < 0 || !truth.admits(alarm)) {
                falseAlarms.putIfAbsent(alarm.id(), new FalseAlarm(at, alarm));
            }
        }
        if (at < 0) {
            return;
        }
        Optional<FindingView> naming = alarms.stream().filter(truth::names).findFirst();
        if (naming.isEmpty()) {
            // It may have closed for a moment: the last word still stands.
            return;
        }
        diagnosis = naming.get();
        if (detected.isEmpty()) {
            detected = OptionalDouble.of(at);
        }
        if (!isDiagnosisRight()) {
            diagnosed = OptionalDouble.empty();
        } else if (diagnosed.isEmpty()) {
            diagnosed = OptionalDouble.of(at);
        }
    }

    /** Seconds from the beginning of the fault to its detection. */
    OptionalDouble detected() {
        return detected;
    }

    /** Seconds to the diagnosis that was right from then on. */
    OptionalDouble diagnosed() {
        return diagnosed;
    }

    /** The last finding that named the fault. */
    Optional<FindingView> diagnosis() {
        return Optional.ofNullable(diagnosis);
    }

    boolean isCauseRight() {
        return diagnosis != null && truth.isCauseRight(diagnosis);
    }

    boolean isVertexRight() {
        return diagnosis != null && truth.isPlaceRight(diagnosis);
    }

    private boolean isDiagnosisRight() {
        return isCauseRight() && isVertexRight();
    }

    /** Findings that should not be there, each once. */
    List<FalseAlarm> falseAlarms() {
        return List.copyOf(falseAlarms.values());
    }
}
