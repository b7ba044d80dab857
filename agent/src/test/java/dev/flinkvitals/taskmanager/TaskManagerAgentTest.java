/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.taskmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flinkvitals.config.EvidenceConfig;
import dev.flinkvitals.config.LimitsConfig;
import dev.flinkvitals.inside.EvidenceCounts;
import dev.flinkvitals.inside.EvidenceTaker;
import dev.flinkvitals.inside.TaskRegistry;
import dev.flinkvitals.process.ProcessSampler;
import dev.flinkvitals.signals.DigestCodec;
import dev.flinkvitals.signals.TaskManagerDigest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.rpc.RpcService;
import org.apache.flink.runtime.rpc.RpcSystem;
import org.apache.flink.vitals.VitalsGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On Flink's real RPC, in one process. */
@Timeout(60)
@SuppressWarnings("try") // An agent that runs is used by its RPC address.
class TaskManagerAgentTest {
    private static final Duration OFTEN = Duration.ofMillis(20);

    private static RpcSystem rpcSystem;
    private static RpcService rpc;

    @BeforeAll
    static void startRpc() throws Exception {
        rpcSystem = RpcSystem.load();
        rpc = rpcSystem.localServiceBuilder(new Configuration()).createAndStart();
    }

    @AfterAll
    static void stopRpc() throws Exception {
        rpc.closeAsync().get(30, TimeUnit.SECONDS);
        rpcSystem.close();
    }

    @Test
    void answersWithWhatItSampled() throws Exception {
        try (TaskManagerAgent unused = start("tm_a", "tm-a")) {
            VitalsGateway gateway = connect("tm_a");

            byte[] answer = gateway.digest(1).get(30, TimeUnit.SECONDS);
            while (answer.length == 0) {
                // Nothing was sampled yet.
                answer = gateway.digest(1).get(30, TimeUnit.SECONDS);
            }

            TaskManagerDigest digest = DigestCodec.decode(answer);
            assertThat(digest.sequence()).isPositive();
            assertThat(digest.process().processId()).isEqualTo("tm-a");
            assertThat(digest.jobs()).isEmpty();
        }
    }

    @Test
    void itsThreadEndsWhenItIsClosed() throws Exception {
        TaskManagerAgent agent = start("tm_b", "tm-b");
        connect("tm_b").digest(1).get(30, TimeUnit.SECONDS);
        Thread sampling = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("vitals-sampler-tm-b"))
                .findFirst()
                .orElseThrow();

        agent.close();
        agent.close();

        sampling.join(30_000);
        assertThat(sampling.isAlive()).isFalse();
        assertThatThrownBy(() -> connect("tm_b").digest(1).get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class);
    }

    @Test
    void startThatFailsThrowsAndLeavesTheOtherAlone() throws Exception {
        try (TaskManagerAgent unused = start("tm_c", "tm-c")) {
            assertThatThrownBy(() -> start("tm_c", "tm-c-2")).hasMessageContaining("vitals_tm_c");

            assertThat(connect("tm_c").digest(1)).succeedsWithin(Duration.ofSeconds(30));
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .doesNotContain("vitals-sampler-tm-c-2");
        }
    }

    private static TaskManagerAgent start(String endpoint, String id) {
        TaskRegistry tasks = new TaskRegistry();
        EvidenceTaker evidence = new EvidenceTaker(
                id, tasks, new EvidenceConfig(true, true, true), Duration.ofSeconds(5), new EvidenceCounts());
        return TaskManagerAgent.start(rpc, endpoint, id, OFTEN, sampler(), tasks, evidence);
    }

    private static VitalsGateway connect(String taskManagerEndpoint) throws Exception {
        return rpc.connect(
                        VitalsEndpoint.addressBeside("pekko://flink/user/rpc/" + taskManagerEndpoint),
                        VitalsGateway.class)
                .get(30, TimeUnit.SECONDS);
    }

    private static ProcessSampler sampler() {
        return new ProcessSampler(LimitsConfig.NONE, Map.of());
    }
}
