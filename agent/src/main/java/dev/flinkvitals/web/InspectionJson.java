/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import dev.flinkvitals.snapshot.inspect.OperatorInspection;
import dev.flinkvitals.snapshot.inspect.SnapshotInspection;
import dev.flinkvitals.snapshot.inspect.StateInspection;
import dev.flinkvitals.snapshot.inspect.StateSizes;
import java.util.OptionalInt;

/** What a savepoint holds, as JSON. */
public final class InspectionJson {
    private InspectionJson() {}

    /**
     * A document of its own.
     *
     * @param inspection what was found
     * @return UTF-8
     */
    public static byte[] document(SnapshotInspection inspection) {
        return JsonOut.document(json -> write(json, inspection));
    }

    /** The fields of the object that is open. */
    static void write(JsonOut json, SnapshotInspection inspection) {
        json.text("path", inspection.path());
        json.number("checkpointId", inspection.checkpointId());
        json.text("kind", inspection.kind());
        json.number("metadataVersion", inspection.metadataVersion());
        json.number("totalBytes", inspection.totalBytes());
        json.number("files", inspection.files());
        json.number("uncheckedFiles", inspection.uncheckedFiles());
        json.array("operators", inspection.operators(), operator -> write(json, operator));
        json.array("findings", inspection.findings(), finding -> {
            json.text("kind", finding.kind().label());
            json.text("operator", finding.operator());
            json.text("text", finding.text());
        });
    }

    private static void write(JsonOut json, OperatorInspection operator) {
        json.text("id", operator.id());
        json.text("name", operator.name());
        json.text("uid", operator.uidText());
        json.text("uidKnown", operator.uid().label());
        json.number("parallelism", OptionalInt.of(operator.parallelism()));
        json.number("maxParallelism", OptionalInt.of(operator.maxParallelism()));
        json.object("bytes", () -> write(json, operator.sizes()));
        json.array("states", operator.states(), state -> write(json, state));
        json.array("unread", operator.unread(), why -> json.text("why", why));
    }

    private static void write(JsonOut json, StateSizes sizes) {
        json.number("total", sizes.total());
        json.number("managedKeyed", sizes.managedKeyed());
        json.number("rawKeyed", sizes.rawKeyed());
        json.number("managedOperator", sizes.managedOperator());
        json.number("rawOperator", sizes.rawOperator());
        json.number("channel", sizes.channel());
        json.number("coordinator", sizes.coordinator());
    }

    private static void write(JsonOut json, StateInspection state) {
        json.text("name", state.name());
        json.text("kind", state.kind());
        json.array("serializers", state.serializers(), serializer -> {
            json.text("role", serializer.role());
            json.text("type", serializer.words());
            json.text("evolution", serializer.evolution().label());
            json.text("reason", serializer.reason());
        });
    }
}
