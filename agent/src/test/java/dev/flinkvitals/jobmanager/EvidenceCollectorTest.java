/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.config.EvidenceConfig;
import dev.flinkvitals.health.inside.Suspect;
import dev.flinkvitals.signals.AttemptId;
import dev.flinkvitals.signals.EvidenceAnswer;
import dev.flinkvitals.signals.EvidenceCodec;
import dev.flinkvitals.signals.EvidenceRequest;
import dev.flinkvitals.signals.InsideEvidence;
import dev.flinkvitals.signals.JobDigest;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.ProcessReading;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.SubtaskReading;
import dev.flinkvitals.signals.TaskManagerDigest;
import dev.flinkvitals.signals.ThreadEvidence;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.vitals.VitalsGateway;
import org.junit.jupiter.api.Test;

class EvidenceCollectorTest {
    private static final JobId JOB = new JobId("0c".repeat(16));
    private static final SubtaskId SUBTASK = new SubtaskId(new VertexId("0f".repeat(16)), 1);
    private static final AttemptId ATTEMPT = new AttemptId(JOB, SUBTASK, 2);
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final ThreadEvidence THREAD = thread(Instant.EPOCH);

    private final FakeAgent agent = new FakeAgent();
    private final EvidenceCollector collector = collector(new EvidenceConfig(true, true, true));

    @Test
    void asksTheTaskManagerThatRunsTheSuspectAndKeepsItsAnswer() {
        want(collector, new Suspect(SUBTASK, true));
        collector.ask();

        assertThat(agent.requests)
                .containsExactly(new EvidenceRequest(List.of(new EvidenceRequest.Subject(ATTEMPT, true, true))));
        assertThat(known(Duration.ofSeconds(1))).isEqualTo(InsideEvidence.NONE);

        agent.answer(entry(THREAD));
        assertThat(known(Duration.ofSeconds(2)).threads()).containsExactly(THREAD);
    }

    @Test
    void asksNobodyTwiceAtATime() {
        want(collector, new Suspect(SUBTASK, true));
        collector.ask();
        want(collector, new Suspect(SUBTASK, true));
        collector.ask();
        assertThat(agent.requests).hasSize(1);

        agent.answer(EvidenceAnswer.NOTHING);
        collector.take(Duration.ofSeconds(1));
        want(collector, new Suspect(SUBTASK, true));
        collector.ask();
        assertThat(agent.requests).hasSize(2);
    }

    @Test
    void evidenceIsKeptForFiveWindowsAndDoesNotGrowYoungerByRepetition() {
        hear(THREAD, Duration.ZERO);
        hear(THREAD, Duration.ofSeconds(40));

        assertThat(known(Duration.ofSeconds(50)).threads()).hasSize(1);
        assertThat(known(Duration.ofSeconds(51)).threads()).isEmpty();
    }

    @Test
    void newerEvidenceReplacesTheOlder() {
        ThreadEvidence newer = thread(Instant.EPOCH.plusSeconds(40));
        hear(THREAD, Duration.ZERO);
        hear(newer, Duration.ofSeconds(40));

        assertThat(known(Duration.ofSeconds(60)).threads()).containsExactly(newer);
    }

    @Test
    void evidenceOfAnEarlierAttemptIsDropped() {
        hear(THREAD, Duration.ZERO);

        assertThat(collector.of(JOB, running(3))).isEqualTo(InsideEvidence.NONE);
        assertThat(collector.of(JOB, List.of())).isEqualTo(InsideEvidence.NONE);
    }

    @Test
    void evidenceOfAJobThatIsGoneIsForgotten() {
        hear(THREAD, Duration.ZERO);

        collector.forgetAllBut(Set.of());

        assertThat(known(Duration.ofSeconds(1))).isEqualTo(InsideEvidence.NONE);
    }

    @Test
    void aTaskManagerThatCannotAnswerCostsNothing() {
        want(collector, new Suspect(SUBTASK, true));
        collector.ask();
        agent.pending.completeExceptionally(new IllegalStateException("an agent of an older version"));
        collector.take(Duration.ofSeconds(1));
        want(collector, new Suspect(SUBTASK, true));
        collector.ask();
        agent.pending.complete(new byte[] {9, 9, 9});

        assertThat(known(Duration.ofSeconds(2))).isEqualTo(InsideEvidence.NONE);
    }

    @Test
    void doesNotAskForWhatIsSwitchedOff() {
        EvidenceCollector threadsOnly = collector(new EvidenceConfig(true, false, false));
        want(threadsOnly, new Suspect(SUBTASK, true));
        threadsOnly.ask();
        assertThat(agent.requests)
                .containsExactly(new EvidenceRequest(List.of(new EvidenceRequest.Subject(ATTEMPT, true, false))));

        agent.requests.clear();
        EvidenceCollector nothing = collector(new EvidenceConfig(false, false, true));
        want(nothing, new Suspect(SUBTASK, true));
        nothing.ask();
        assertThat(agent.requests).isEmpty();
    }

    private EvidenceCollector collector(EvidenceConfig config) {
        return new EvidenceCollector(
                config, WINDOW, process -> process.equals("tm-1") ? Optional.of(agent) : Optional.empty());
    }

    private static void want(EvidenceCollector collector, Suspect... suspects) {
        collector.want(List.of(suspects), JOB, List.of(reading(2)));
    }

    private void hear(ThreadEvidence evidence, Duration elapsed) {
        want(collector, new Suspect(SUBTASK, true));
        collector.ask();
        agent.answer(entry(evidence));
        collector.take(elapsed);
    }

    private InsideEvidence known(Duration elapsed) {
        collector.take(elapsed);
        return collector.of(JOB, running(2));
    }

    private static EvidenceAnswer entry(ThreadEvidence evidence) {
        return new EvidenceAnswer(List.of(new EvidenceAnswer.Entry(ATTEMPT, Optional.of(evidence), Optional.empty())));
    }

    private static ThreadEvidence thread(Instant at) {
        return new ThreadEvidence(
                SUBTASK, at, 30, List.of(new ThreadEvidence.Activity(30, "A.map", "java.lang.Thread.sleep", true)));
    }

    private static List<TaskManagerDigest> running(int attempt) {
        ProcessReading process = new ProcessReading(
                "tm-1",
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
        return List.of(new TaskManagerDigest(
                1, process, List.of(new JobDigest(JOB, List.of(reading(attempt)), List.of(), List.of(), List.of()))));
    }

    private static SubtaskReading reading(int attempt) {
        return new SubtaskReading(
                SUBTASK,
                attempt,
                0,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                "tm-1",
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    private static final class FakeAgent implements VitalsGateway {
        final List<EvidenceRequest> requests = new ArrayList<>();
        CompletableFuture<byte[]> pending = new CompletableFuture<>();

        void answer(EvidenceAnswer answer) {
            pending.complete(EvidenceCodec.encode(answer));
        }

        @Override
        public CompletableFuture<byte[]> evidence(byte[] request) {
            requests.add(EvidenceCodec.decodeRequest(request));
            pending = new CompletableFuture<>();
            return pending;
        }

        @Override
        public CompletableFuture<byte[]> digest(int version) {
            return CompletableFuture.completedFuture(new byte[0]);
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
