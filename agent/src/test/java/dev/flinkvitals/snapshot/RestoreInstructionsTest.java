/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestoreInstructionsTest {
    private static final Instant AT = Instant.ofEpochSecond(1_700_000_000);

    @Test
    void nameTheSavepointForEachWayOfRunningFlink() {
        RestoreInstructions instructions =
                RestoreInstructions.of("s3://bucket/sp/savepoint-0a1b_2C/", AT, Optional.of("orders"));

        assertThat(instructions.commandLine())
                .isEqualTo(
                        "bin/flink run --detached --fromSavepoint 's3://bucket/sp/savepoint-0a1b_2C/' <job.jar> <arguments>");
        assertThat(instructions.restRequest()).isEqualTo("""
                        POST /jars/<jar-id>/run

                        {"savepointPath": "s3://bucket/sp/savepoint-0a1b_2C/"}""");
        assertThat(instructions.flinkDeployment()).isEqualTo("""
                        apiVersion: flink.apache.org/v1beta1
                        kind: FlinkDeployment
                        metadata:
                          name: "orders"
                        spec:
                          job:
                            initialSavepointPath: "s3://bucket/sp/savepoint-0a1b_2C/"
                            savepointRedeployNonce: 1700000000
                        """);
        assertThat(instructions.flinkStateSnapshot()).isEqualTo("""
                        apiVersion: flink.apache.org/v1beta1
                        kind: FlinkStateSnapshot
                        metadata:
                          name: "flink-vitals-savepoint-0a1b-2c"
                        spec:
                          jobReference:
                            kind: FlinkDeployment
                            name: "orders"
                          savepoint:
                            alreadyExists: true
                            disposeOnDelete: false
                            formatType: NATIVE
                            path: "s3://bucket/sp/savepoint-0a1b_2C/"
                        """);
    }

    @Test
    void quoteWhatAShellOrAParserWouldTakeForSomethingElse() {
        RestoreInstructions instructions = RestoreInstructions.of("file:/it's \"here\"", AT, Optional.empty());

        assertThat(instructions.commandLine()).contains("'file:/it'\\''s \"here\"'");
        assertThat(instructions.restRequest()).endsWith("{\"savepointPath\": \"file:/it's \\\"here\\\"\"}");
        assertThat(instructions.flinkStateSnapshot())
                .contains("name: \"<deployment>\"", "name: \"flink-vitals-it-s-here\"");
    }
}
