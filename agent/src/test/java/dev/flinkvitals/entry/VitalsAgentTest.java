/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VitalsAgentTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.flink.runtime.util.bash.BashJavaUtils GET_TM_RESOURCE_PARAMS",
                "org.apache.flink.client.cli.CliFrontend run job.jar",
                "org.apache.flink.runtime.webmonitor.history.HistoryServer",
                "org.apache.flink.table.gateway.SqlGateway",
                "jdk.jcmd/sun.tools.jcmd.JCmd 1 VM.version"
            })
    void staysOutOfProcessesThatHaveNothingToWatch(String command) {
        assertThat(VitalsAgent.isOurs(command)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint --configDir conf",
                "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                "org.apache.flink.kubernetes.entrypoint.KubernetesApplicationClusterEntrypoint",
                "com.example.JobWithMiniCluster",
                ""
            })
    void goesIntoEverythingElse(String command) {
        assertThat(VitalsAgent.isOurs(command)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1.8, 8", "11, 11", "17, 17", "25, 25", "nonsense, 0"})
    void readsTheJavaVersion(String specification, int expected) {
        assertThat(VitalsAgent.javaVersion(specification)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1.20.0, true", "1.20.5, true", "2.0.0, true", "2.3.0, true", "2.3-SNAPSHOT, true",
        "1.19.3, false", "1.200.1, false", "2.4.0, false", "3.0.0, false", "unknown, false"
    })
    void knowsTheFlinkVersionsThatItWasCheckedAgainst(String version, boolean supported) {
        assertThat(FlinkVersion.isSupported(version)).isEqualTo(supported);
    }

    @Test
    void readsFlinksVersionWithoutLoadingFlink() {
        assertThat(FlinkVersion.read(getClass().getClassLoader()))
                .hasValueSatisfying(version -> assertThat(version).startsWith("1.20."));
        assertThat(FlinkVersion.read(ClassLoader.getPlatformClassLoader())).isEqualTo(Optional.empty());
    }
}
