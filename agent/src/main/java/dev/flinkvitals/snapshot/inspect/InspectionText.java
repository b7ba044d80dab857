/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.inspect;

import dev.flinkvitals.health.judgement.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** An inspection for people. */
public final class InspectionText {
    private InspectionText() {}

    /**
     * The lines.
     *
     * @param inspection what was found
     */
    public static List<String> lines(SnapshotInspection inspection) {
        List<String> lines = new ArrayList<>();
        lines.add(inspection.kind().map(InspectionText::sentence).orElse("Snapshot") + " " + inspection.path());
        lines.add("Checkpoint " + inspection.checkpointId() + ", " + Words.bytes((double) inspection.totalBytes())
                + " in "
                + inspection.files() + " files and the metadata (format " + inspection.metadataVersion() + ")"
                + (inspection.uncheckedFiles() == 0
                        ? ""
                        : "; whether " + inspection.uncheckedFiles() + " of the files are there is not known"));
        inspection.operators().forEach(operator -> add(lines, operator));
        lines.add("");
        if (inspection.findings().isEmpty()) {
            lines.add("Nothing found that would hurt when it is restored.");
        }
        inspection
                .findings()
                .forEach(finding -> lines.add("! " + finding.kind().label().replace('_', ' ') + ": operator "
                        + finding.operator() + ": " + finding.text()));
        return lines.stream().map(InspectionText::printable).toList();
    }

    private static void add(List<String> lines, OperatorInspection operator) {
        lines.add("");
        lines.add("Operator " + operator.label() + " (" + uid(operator) + ", id " + operator.id() + ")");
        lines.add("  " + sizes(operator.sizes()) + "; parallelism " + operator.parallelism() + " of at most "
                + operator.maxParallelism());
        for (StateInspection state : operator.states()) {
            lines.add("  " + state.name() + ": " + state.kind()
                    + state.serializers().stream()
                            .map(InspectionText::words)
                            .collect(
                                    Collectors.joining(", ", state.serializers().isEmpty() ? "" : ", ", "")));
        }
        operator.unread().forEach(why -> lines.add("  not all of its states could be read: " + why));
    }

    private static String words(SerializerInspection serializer) {
        String evolution = switch (serializer.evolution()) {
            case FIXED -> "";
            case EVOLVES -> " [can evolve]";
            case OWN_CODE -> " [its own code decides]";
            case UNKNOWN -> " [not known]";
            case CANNOT -> " [cannot evolve]";
        };
        return serializer.role().replace('_', ' ') + " " + serializer.words() + evolution;
    }

    private static String uid(OperatorInspection operator) {
        return switch (operator.uid()) {
            case SET -> operator.uidText().map(text -> "uid " + text).orElse("has a uid");
            case MISSING -> "no uid";
            case UNKNOWN -> "uid not known";
        };
    }

    private static String sizes(StateSizes sizes) {
        if (sizes.total() == 0) {
            return "no state";
        }
        Map<String, Long> parts = new LinkedHashMap<>();
        parts.put("keyed", sizes.managedKeyed());
        parts.put("raw keyed", sizes.rawKeyed());
        parts.put("operator", sizes.managedOperator());
        parts.put("raw operator", sizes.rawOperator());
        parts.put("in flight", sizes.channel());
        parts.put("coordinator", sizes.coordinator());
        return parts.entrySet().stream()
                .filter(part -> part.getValue() > 0)
                .map(part -> part.getKey() + " " + Words.bytes((double) part.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String sentence(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** Names are others': nothing in them is to move the cursor. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
