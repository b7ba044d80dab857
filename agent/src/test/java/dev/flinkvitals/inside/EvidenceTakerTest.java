/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.inside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flinkvitals.config.EvidenceConfig;
import dev.flinkvitals.export.Metric;
import dev.flinkvitals.export.Point;
import dev.flinkvitals.signals.AttemptId;
import dev.flinkvitals.signals.EvidenceAnswer;
import dev.flinkvitals.signals.EvidenceCodec;
import dev.flinkvitals.signals.EvidenceRequest;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.ThreadEvidence;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With threads that stand for tasks' threads. */
@Timeout(60)
class EvidenceTakerTest {
    private static final EvidenceConfig ALL = new EvidenceConfig(true, true, true);
    /** Thirty samples in 50 ms. */
    private static final Duration WINDOW = Duration.ofMillis(300);

    private final TaskRegistry tasks = new TaskRegistry();
    private final EvidenceCounts counts = new EvidenceCounts();
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void endTasks() throws InterruptedException {
        end.countDown();
        for (Thread thread : threads) {
            thread.join(30_000);
        }
    }

    @Test
    void namesTheMethodInWhichATaskWaits() throws Exception {
        AttemptId attempt = startTask(0);
        try (EvidenceTaker taker = taker(ALL, WINDOW)) {
            assertThat(ask(taker, attempt).entries())
                    .as("nothing is known at once")
                    .isEmpty();

            ThreadEvidence evidence = untilThere(taker, attempt);

            assertThat(evidence.samples()).isEqualTo(30);
            assertThat(evidence.activities()).singleElement().satisfies(activity -> {
                assertThat(activity.method()).isEqualTo("EvidenceTakerTest.waitForTheEnd");
                assertThat(activity.waitsIn()).isEqualTo("java.util.concurrent.CountDownLatch.await");
                assertThat(activity.waiting()).isTrue();
            });
        }
    }

    @Test
    void looksAtASubtaskOncePerWindowHoweverOftenItIsAsked() throws Exception {
        AttemptId attempt = startTask(0);
        // A window of a minute: the round of 10 s has not ended when the test has.
        try (EvidenceTaker taker = taker(ALL, Duration.ofMinutes(1))) {
            for (int i = 0; i < 20; i++) {
                ask(taker, attempt);
            }

            assertThat(rounds()).isEqualTo(1);
        }
    }

    @Test
    void looksAtTwoSubtasksAtATime() throws Exception {
        AttemptId[] attempts = {startTask(0), startTask(1), startTask(2)};
        try (EvidenceTaker taker = taker(ALL, Duration.ofMinutes(1))) {
            ask(taker, attempts);

            assertThat(rounds()).isEqualTo(2);
        }
    }

    @Test
    void looksAtNothingThatIsSwitchedOff() throws Exception {
        AttemptId attempt = startTask(0);
        try (EvidenceTaker taker = taker(new EvidenceConfig(false, false, false), WINDOW)) {
            ask(taker, attempt);

            assertThat(rounds()).isZero();
        }
    }

    @Test
    void knowsNothingOfATaskThatDoesNotRunHere() throws Exception {
        try (EvidenceTaker taker = taker(ALL, WINDOW)) {
            assertThat(ask(taker, attempt(5)).entries()).isEmpty();
            assertThat(rounds()).isZero();
        }
    }

    @Test
    void aRequestThatCannotBeReadFails() {
        try (EvidenceTaker taker = taker(ALL, WINDOW)) {
            assertThatThrownBy(() -> taker.answer(new byte[] {1, 2, 3}).get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class);
        }
    }

    @Test
    void afterItsEndItAnswersNoMore() {
        EvidenceTaker taker = taker(ALL, WINDOW);
        taker.close();

        assertThat(taker.answer(new byte[0])).isCompletedExceptionally();
    }

    private EvidenceTaker taker(EvidenceConfig config, Duration window) {
        return new EvidenceTaker("tm", tasks, config, window, counts);
    }

    private AttemptId startTask(int index) throws InterruptedException {
        AttemptId attempt = attempt(index);
        CountDownLatch started = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            tasks.started(attempt);
            started.countDown();
            waitForTheEnd();
            tasks.ended();
        });
        threads.add(thread);
        thread.start();
        assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
        return attempt;
    }

    private void waitForTheEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static AttemptId attempt(int index) {
        return new AttemptId(new JobId("0c".repeat(16)), new SubtaskId(new VertexId("0f".repeat(16)), index), 0);
    }

    private static EvidenceAnswer ask(EvidenceTaker taker, AttemptId... attempts) throws Exception {
        EvidenceRequest request = new EvidenceRequest(List.of(attempts).stream()
                .map(attempt -> new EvidenceRequest.Subject(attempt, true, true))
                .toList());
        return EvidenceCodec.decodeAnswer(
                taker.answer(EvidenceCodec.encode(request)).get(30, TimeUnit.SECONDS));
    }

    private static ThreadEvidence untilThere(EvidenceTaker taker, AttemptId attempt) throws Exception {
        while (true) {
            for (EvidenceAnswer.Entry entry : ask(taker, attempt).entries()) {
                if (entry.thread().isPresent()) {
                    return entry.thread().get();
                }
            }
        }
    }

    private double rounds() {
        return counts.points().stream()
                .filter(point ->
                        point.equals(new Point(Metric.AGENT_EVIDENCE, point.value(), Map.of("kind", "thread"))))
                .mapToDouble(Point::value)
                .sum();
    }
}
