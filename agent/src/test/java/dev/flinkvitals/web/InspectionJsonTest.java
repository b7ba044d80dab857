/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.snapshot.inspect.Evolution;
import dev.flinkvitals.snapshot.inspect.OperatorInspection;
import dev.flinkvitals.snapshot.inspect.SerializerInspection;
import dev.flinkvitals.snapshot.inspect.SnapshotFinding;
import dev.flinkvitals.snapshot.inspect.SnapshotInspection;
import dev.flinkvitals.snapshot.inspect.StateInspection;
import dev.flinkvitals.snapshot.inspect.StateSizes;
import dev.flinkvitals.snapshot.inspect.Uid;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InspectionJsonTest {
    @Test
    void tellsEverythingAndSaysWhatIsNotKnown() {
        OperatorInspection operator = new OperatorInspection(
                "0".repeat(32),
                Optional.empty(),
                Uid.UNKNOWN,
                Optional.empty(),
                2,
                128,
                new StateSizes(28, 1, 2, 3, 4, 5, 13),
                List.of(new StateInspection(
                        "counts",
                        "value",
                        List.of(new SerializerInspection("value", "Thing (Kryo)", Evolution.CANNOT, "Kryo")))),
                List.of("Missing is not on the class path"));
        SnapshotInspection inspection = new SnapshotInspection(
                "file:/sp",
                7,
                Optional.empty(),
                4,
                28,
                3,
                1,
                List.of(operator),
                List.of(new SnapshotFinding(SnapshotFinding.Kind.CANNOT_EVOLVE, "probe", "why")));

        assertThat(new String(InspectionJson.document(inspection), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"path\":\"file:/sp\",\"checkpointId\":7,\"kind\":null,\"metadataVersion\":4,\"totalBytes\":28,"
                                + "\"files\":3,\"uncheckedFiles\":1,\"operators\":[{\"id\":\"" + "0".repeat(32)
                                + "\",\"name\":null,\"uid\":null,\"uidKnown\":\"unknown\",\"parallelism\":2,"
                                + "\"maxParallelism\":128,\"bytes\":{\"total\":28,\"managedKeyed\":1,\"rawKeyed\":2,"
                                + "\"managedOperator\":3,\"rawOperator\":4,\"channel\":5,\"coordinator\":13},"
                                + "\"states\":[{\"name\":\"counts\",\"kind\":\"value\",\"serializers\":[{\"role\":\"value\","
                                + "\"type\":\"Thing (Kryo)\",\"evolution\":\"cannot\",\"reason\":\"Kryo\"}]}],"
                                + "\"unread\":[{\"why\":\"Missing is not on the class path\"}]}],"
                                + "\"findings\":[{\"kind\":\"cannot_evolve\",\"operator\":\"probe\",\"text\":\"why\"}]}");
    }
}
