/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.flinkvitals.snapshot.RestoreInstructions;
import java.time.Instant;
import java.util.Optional;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.api.FlinkStateSnapshot;
import org.apache.flink.kubernetes.operator.api.spec.JobKind;
import org.apache.flink.kubernetes.operator.api.spec.JobSpec;
import org.apache.flink.kubernetes.operator.api.spec.SavepointSpec;
import org.apache.flink.kubernetes.operator.api.status.SavepointFormatType;
import org.junit.jupiter.api.Test;

/** Reads the resources of the restore instructions as the Kubernetes operator does, but refuses what it does not know. */
class RestoreResourcesTest {
    private static final String PATH = "s3://bucket/savepoints/it's: \"one\"/savepoint-0a1b2c-3d4e5f";

    private final RestoreInstructions instructions =
            RestoreInstructions.of(PATH, Instant.ofEpochSecond(1_700_000_000), Optional.of("orders"));

    /** The operator's classes say that they ignore what they do not know. */
    private static <T> T strictly(String yaml, Class<T> type) throws Exception {
        return new ObjectMapper(new YAMLFactory())
                .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public JsonIgnoreProperties.Value findPropertyIgnoralByName(
                            MapperConfig<?> config, Annotated annotated) {
                        return JsonIgnoreProperties.Value.empty();
                    }
                })
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .readValue(yaml, type);
    }

    @Test
    void theDeploymentStartsFromTheSavepoint() throws Exception {
        FlinkDeployment deployment = strictly(instructions.flinkDeployment(), FlinkDeployment.class);

        JobSpec job = deployment.getSpec().getJob();
        assertThat(deployment.getMetadata().getName()).isEqualTo("orders");
        assertThat(job.getInitialSavepointPath()).isEqualTo(PATH);
        assertThat(job.getSavepointRedeployNonce()).isEqualTo(1_700_000_000);
    }

    @Test
    void theSnapshotIsKnownToTheOperatorAndNotDeletedWithItsResource() throws Exception {
        FlinkStateSnapshot snapshot = strictly(instructions.flinkStateSnapshot(), FlinkStateSnapshot.class);

        SavepointSpec savepoint = snapshot.getSpec().getSavepoint();
        assertThat(snapshot.getMetadata().getName()).isEqualTo("flink-vitals-savepoint-0a1b2c-3d4e5f");
        assertThat(snapshot.getSpec().getJobReference().getKind()).isEqualTo(JobKind.FLINK_DEPLOYMENT);
        assertThat(snapshot.getSpec().getJobReference().getName()).isEqualTo("orders");
        assertThat(savepoint.getPath()).isEqualTo(PATH);
        assertThat(savepoint.getAlreadyExists()).isTrue();
        assertThat(savepoint.getDisposeOnDelete()).isFalse();
        assertThat(savepoint.getFormatType()).isEqualTo(SavepointFormatType.NATIVE);
    }

    @Test
    void aMisspeltFieldWouldBeNoticed() {
        assertThatThrownBy(() -> strictly(
                        instructions.flinkDeployment().replace("initialSavepointPath", "initialSavepoint"),
                        FlinkDeployment.class))
                .isInstanceOf(UnrecognizedPropertyException.class)
                .hasMessageContaining("initialSavepoint");
    }
}
