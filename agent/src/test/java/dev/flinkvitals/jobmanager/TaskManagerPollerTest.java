/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.signals.Coverage;
import dev.flinkvitals.signals.DigestCodec;
import dev.flinkvitals.signals.ProcessReading;
import dev.flinkvitals.signals.TaskManagerDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.vitals.VitalsGateway;
import org.junit.jupiter.api.Test;

class TaskManagerPollerTest {
    private static final String ONE = "pekko.tcp://flink@tm-1:6122/user/rpc/taskmanager_0";
    private static final String TWO = "pekko.tcp://flink@tm-2:6122/user/rpc/taskmanager_0";

    /** So short that waiting for an answer that does not come costs the test a millisecond. */
    private static final Duration INTERVAL = Duration.ofMillis(2);

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Map<String, FakeAgent> agents = new HashMap<>();
    private final List<String> connected = new ArrayList<>();
    private final TaskManagerPoller poller = new TaskManagerPoller(this::connect, INTERVAL);
    private Duration elapsed = Duration.ZERO;

    @Test
    void hearsTheAgentBesideEachTaskManager() throws Exception {
        agent(ONE).answer = CompletableFuture.completedFuture(digest(1));
        agent(TWO).answer = CompletableFuture.completedFuture(digest(9));

        poll(ONE, TWO);

        assertThat(connected)
                .containsExactlyInAnyOrder(
                        "pekko.tcp://flink@tm-1:6122/user/rpc/vitals_taskmanager_0",
                        "pekko.tcp://flink@tm-2:6122/user/rpc/vitals_taskmanager_0");
        assertThat(sequences()).containsExactlyInAnyOrder(1L, 9L);
        assertThat(poller.coverage(elapsed)).isEqualTo(new Coverage(2, 2));
    }

    @Test
    void connectsOnceAndAsksInEachRound() throws Exception {
        agent(ONE).answer = CompletableFuture.completedFuture(digest(1));

        poll(ONE);
        later(INTERVAL);
        poll(ONE);

        assertThat(connected).hasSize(1);
        assertThat(agent(ONE).asked).isEqualTo(2);
    }

    @Test
    void lateAnswerIsTakenInTheNextRound() throws Exception {
        poll(ONE);
        assertThat(poller.coverage(elapsed)).isEqualTo(new Coverage(0, 1));

        agent(ONE).answer.complete(digest(1));
        agent(ONE).answer = new CompletableFuture<>();
        later(INTERVAL);
        poll(ONE);

        assertThat(sequences()).containsExactly(1L);
        assertThat(agent(ONE).asked).as("and the next question is under way").isEqualTo(2);
    }

    @Test
    void agentThatHangsIsNotAskedAgain() throws Exception {
        poll(ONE);
        later(INTERVAL);
        poll(ONE);

        assertThat(agent(ONE).asked).isEqualTo(1);
    }

    @Test
    void agentThatHangsDoesNotMakeTheOthersStale() throws Exception {
        agent(TWO).answer = CompletableFuture.completedFuture(digest(9));

        poll(ONE, TWO);

        assertThat(sequences()).containsExactly(9L);
        assertThat(poller.coverage(elapsed)).isEqualTo(new Coverage(1, 2));
    }

    @Test
    void sameSampleAgainIsNotFresh() throws Exception {
        agent(ONE).answer = CompletableFuture.completedFuture(digest(1));

        poll(ONE);
        later(INTERVAL.multipliedBy(3));
        poll(ONE);
        assertThat(sequences()).as("three cycles old").containsExactly(1L);

        later(INTERVAL);
        poll(ONE);
        assertThat(sequences()).as("four cycles old").isEmpty();

        agent(ONE).answer = CompletableFuture.completedFuture(digest(2));
        poll(ONE);
        assertThat(sequences()).containsExactly(2L);
    }

    @Test
    void agentThatHasNotSampledYetIsSilent() throws Exception {
        agent(ONE).answer = CompletableFuture.completedFuture(new byte[0]);

        poll(ONE);

        assertThat(poller.coverage(elapsed)).isEqualTo(new Coverage(0, 1));
    }

    @Test
    void withoutAnAgentItIsAskedAgainSoonAtFirstAndThenSeldom() throws Exception {
        agent(ONE).answer = CompletableFuture.failedFuture(new IllegalStateException("no such endpoint"));
        List<Duration> attempts = new ArrayList<>();

        for (int second = 0; second < 70; second++) {
            int before = connected.size();
            poll(ONE);
            if (connected.size() > before) {
                attempts.add(elapsed);
            }
            later(SECOND);
        }

        assertThat(attempts).extracting(Duration::toSeconds).containsExactly(0L, 2L, 4L, 6L, 36L, 66L);
    }

    @Test
    void connectionThatThrowsIsLikeOneThatFails() throws Exception {
        TaskManagerPoller broken = new TaskManagerPoller(
                address -> {
                    throw new IllegalStateException("planted");
                },
                INTERVAL);

        broken.poll(List.of(ONE), elapsed);

        assertThat(broken.coverage(elapsed)).isEqualTo(new Coverage(0, 1));
    }

    @Test
    void answerThatCannotBeReadIsNoAnswer() throws Exception {
        agent(ONE).answer = CompletableFuture.completedFuture(new byte[] {99, 99, 99});

        poll(ONE);

        assertThat(poller.coverage(elapsed)).isEqualTo(new Coverage(0, 1));
    }

    @Test
    void taskManagerThatIsGoneIsForgotten() throws Exception {
        agent(ONE).answer = CompletableFuture.completedFuture(digest(1));
        poll(ONE);

        poll();
        assertThat(poller.coverage(elapsed)).isEqualTo(new Coverage(0, 0));

        poll(ONE);
        assertThat(connected).as("it is a new one").hasSize(2);
    }

    @Test
    void knowsTheAgentOfATaskManagerThatWasHeard() throws Exception {
        agent(ONE).answer = CompletableFuture.completedFuture(digest(1));
        assertThat(poller.agentOf("tm")).isEmpty();

        poll(ONE);

        assertThat(poller.agentOf("tm")).containsSame(agent(ONE));
        assertThat(poller.agentOf("another")).isEmpty();
    }

    private void poll(String... taskManagers) throws InterruptedException {
        poller.poll(List.of(taskManagers), elapsed);
    }

    private void later(Duration duration) {
        elapsed = elapsed.plus(duration);
    }

    private List<Long> sequences() {
        return poller.fresh(elapsed).stream().map(TaskManagerDigest::sequence).toList();
    }

    private FakeAgent agent(String taskManager) {
        return agents.computeIfAbsent(taskManager.replace("/rpc/", "/rpc/vitals_"), address -> new FakeAgent());
    }

    private CompletableFuture<VitalsGateway> connect(String address) {
        connected.add(address);
        return CompletableFuture.completedFuture(agents.computeIfAbsent(address, a -> new FakeAgent()));
    }

    private static byte[] digest(long sequence) {
        ProcessReading process = new ProcessReading(
                "tm",
                0,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty());
        return DigestCodec.encode(new TaskManagerDigest(sequence, process, List.of()));
    }

    private static final class FakeAgent implements VitalsGateway {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        int asked;

        @Override
        public CompletableFuture<byte[]> digest(int version) {
            asked++;
            return answer;
        }

        @Override
        public CompletableFuture<byte[]> evidence(byte[] request) {
            return CompletableFuture.completedFuture(request);
        }

        @Override
        public String getAddress() {
            return "";
        }

        @Override
        public String getHostname() {
            return "";
        }
    }
}
