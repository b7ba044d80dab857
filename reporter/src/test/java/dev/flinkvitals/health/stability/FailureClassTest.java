/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.stability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.signals.JobFailure;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureClassTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            java.lang.OutOfMemoryError | Java heap space | OUT_OF_MEMORY
            java.lang.OutOfMemoryError | Metaspace. The metaspace out-of-memory error has occurred. | OUT_OF_MEMORY
            org.apache.flink.util.FlinkRuntimeException | Exceeded checkpoint tolerable failure threshold. | CHECKPOINT_FAILURE
            org.apache.flink.runtime.checkpoint.CheckpointException | Could not complete snapshot 7 | CHECKPOINT_FAILURE
            java.util.concurrent.TimeoutException | The heartbeat of TaskManager with id tm-1 timed out. | TASKMANAGER_LOST
            org.apache.flink.runtime.jobmaster.JobMasterException | TaskManager with id tm-1 is no longer reachable. | TASKMANAGER_LOST
            org.apache.flink.runtime.io.network.netty.exception.RemoteTransportException | Connection unexpectedly closed by remote task manager 'host/1.2.3.4:5'. This might indicate that the remote task manager was lost. | TASKMANAGER_LOST
            org.apache.flink.util.FlinkException | The TaskExecutor is shutting down. | TASKMANAGER_LOST
            org.apache.flink.runtime.jobmanager.scheduler.NoResourceAvailableException | Could not acquire the minimum required resources. | NO_SLOTS
            org.apache.flink.runtime.io.network.netty.exception.LocalTransportException | Connection reset | NETWORK
            org.apache.flink.runtime.io.network.partition.PartitionNotFoundException | Partition 1 not found. | NETWORK
            java.net.ConnectException | Connection refused | EXTERNAL_SYSTEM
            org.apache.kafka.common.errors.TimeoutException | Topic orders not present in metadata | EXTERNAL_SYSTEM
            java.sql.SQLTransientConnectionException | no connection | EXTERNAL_SYSTEM
            java.lang.IllegalStateException | poison | USER_CODE
            com.example.BadOrder | order 7 | USER_CODE
            org.apache.flink.runtime.JobException | who knows | UNKNOWN
            """)
    void tellsWhatKindOfFailureItWas(String type, String message, FailureClass expected) {
        assertThat(FailureClass.of(failure(type, message, Optional.of("map (1/2)"))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"java.lang.IllegalStateException, UNKNOWN", "java.net.ConnectException, EXTERNAL_SYSTEM"})
    void blamesTheUsersCodeOnlyForWhatATaskThrew(String type, FailureClass expected) {
        assertThat(FailureClass.of(failure(type, "", Optional.empty()))).isEqualTo(expected);
    }

    private static JobFailure failure(String type, String message, Optional<String> task) {
        return new JobFailure(Instant.EPOCH, type, message, task, Optional.empty());
    }
}
