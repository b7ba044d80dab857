/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.inside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flinkvitals.health.inside.ThreadVerdict.Doing;
import dev.flinkvitals.signals.InsideEvidence;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.ThreadEvidence;
import dev.flinkvitals.signals.ThreadEvidence.Activity;
import dev.flinkvitals.signals.VertexId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ThreadVerdictTest {
    private static final SubtaskId SUBTASK = new SubtaskId(new VertexId("0f".repeat(16)), 2);
    private static final String READ = "java.net.Socket$SocketInputStream.read";

    @Test
    void namesTheMethodThatTakesTheTimeAndWhatItWaitsFor() {
        ThreadVerdict verdict = of(
                        25,
                        new Activity(18, "OrderSink.invoke", READ, true),
                        new Activity(5, "OrderSink.invoke", "java.net.Socket$SocketOutputStream.write", true),
                        new Activity(2, "", "org.apache.flink.streaming.runtime.io.StreamTask.poll", false))
                .orElseThrow();

        // 18 + 5 of 25; the socket's read is where most of them are
        assertThat(verdict.words()).isEqualTo("92 %: OrderSink.invoke -> " + READ);
        assertThat(verdict.waitingShare()).isCloseTo(23.0 / 25, within(1e-9));
        assertThat(verdict.doing()).isEqualTo(Doing.WAITS);
    }

    @Test
    void tellsComputingFromWaiting() {
        assertThat(of(30, new Activity(30, "Enrich.map", "java.util.HashMap.get", false)))
                .map(ThreadVerdict::doing)
                .contains(Doing.COMPUTES);
        assertThat(of(
                        30,
                        new Activity(15, "Enrich.map", "Enrich.map", false),
                        new Activity(15, "Sink.write", READ, true)))
                .map(ThreadVerdict::doing)
                .contains(Doing.BOTH);
    }

    @Test
    void withoutCodeOfTheUserItNamesWhereTheThreadIs() {
        assertThat(of(
                        20,
                        new Activity(
                                20, "", "org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailboxImpl.take", true)))
                .map(ThreadVerdict::words)
                .contains("100 %: org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailboxImpl.take");
    }

    @Test
    void fewSamplesSayNothing() {
        assertThat(of(9, new Activity(9, "Enrich.map", "Enrich.map", false))).isEmpty();
        assertThat(of(30)).isEmpty();
        assertThat(of(30, new Activity(-5, "Enrich.map", "Enrich.map", false))).isEmpty();
    }

    @Test
    void theOrderOfWhatWasSeenDoesNotMatter() {
        Activity one = new Activity(10, "A.map", "A.map", false);
        Activity other = new Activity(10, "B.map", READ, true);

        assertThat(of(20, one, other)).isEqualTo(of(20, other, one)).isPresent();
    }

    @Test
    void findsTheSubtaskThatIsAskedFor() {
        InsideEvidence inside = new InsideEvidence(
                List.of(new ThreadEvidence(SUBTASK, Instant.EPOCH, 30, List.of(new Activity(30, "A.map", READ, true)))),
                List.of());

        assertThat(ThreadVerdict.of(inside, SUBTASK)).isPresent();
        assertThat(ThreadVerdict.of(inside, new SubtaskId(SUBTASK.vertex(), 3))).isEmpty();
    }

    private static Optional<ThreadVerdict> of(int samples, Activity... activities) {
        return ThreadVerdict.of(new ThreadEvidence(SUBTASK, Instant.EPOCH, samples, List.of(activities)));
    }
}
