/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopFileTest {
    private static final Duration VALID = Duration.ofSeconds(15);

    @TempDir
    private Path directory;

    private final Hand hand = new Hand();

    private StopFile at(Path file) {
        return new StopFile(() -> StopFile.existsAt(file.toUri().toString()), VALID, hand);
    }

    private static Duration second(int second) {
        return Duration.ofSeconds(second);
    }

    @Test
    void isUnknownUntilSomebodyLooked() {
        StopFile stop = at(directory.resolve("stop"));

        assertThat(stop.look(second(0))).isEqualTo(StopFile.State.UNKNOWN);
        hand.runAll();
        assertThat(stop.look(second(5))).isEqualTo(StopFile.State.ABSENT);
    }

    @Test
    void comesAndGoesWithTheFile() throws IOException {
        Path file = directory.resolve("stop");
        StopFile stop = at(file);
        stop.look(second(0));
        Files.createFile(file);
        hand.runAll();
        assertThat(stop.look(second(5))).isEqualTo(StopFile.State.PRESENT);

        Files.delete(file);
        hand.runAll();
        assertThat(stop.look(second(10))).isEqualTo(StopFile.State.ABSENT);
    }

    @Test
    void answerThatIsTooOldIsNone() {
        StopFile stop = at(directory.resolve("stop"));
        stop.look(second(0));
        hand.runAll();

        assertThat(stop.look(second(15))).isEqualTo(StopFile.State.ABSENT);
        // The look of second 15 hangs.
        assertThat(stop.look(second(16))).isEqualTo(StopFile.State.UNKNOWN);
        hand.runAll();
        assertThat(stop.look(second(17))).isEqualTo(StopFile.State.ABSENT);
    }

    @Test
    void oneLookAtATime() {
        StopFile stop = at(directory.resolve("stop"));
        for (int i = 0; i < 100; i++) {
            stop.look(second(i));
        }

        assertThat(hand.waiting).hasSize(1);
    }

    @Test
    void storageThatRefusesIsUnknownAndSaysWhy() throws IOException {
        Path file = Files.createFile(directory.resolve("no-directory"));
        StopFile stop = at(file.resolve("stop"));
        stop.look(second(0));
        hand.runAll();

        assertThat(stop.look(second(5))).isEqualTo(StopFile.State.UNKNOWN);
        assertThat(stop.trouble()).hasValueSatisfying(why -> assertThat(why).contains("no-directory"));
    }

    @Test
    void errorsOfAPluginAreAnAnswer() {
        StopFile stop = new StopFile(
                () -> {
                    throw new NoClassDefFoundError("planted");
                },
                VALID,
                hand);
        stop.look(second(0));
        hand.runAll();

        assertThat(stop.look(second(5))).isEqualTo(StopFile.State.UNKNOWN);
        assertThat(stop.trouble()).isEqualTo(Optional.of("java.lang.NoClassDefFoundError: planted"));
    }

    @Test
    void afterTheEndNothingIsKnownForLong() {
        StopFile stop = new StopFile("nosuch://bucket/stop", VALID);
        stop.close();

        assertThat(stop.look(second(0))).isEqualTo(StopFile.State.UNKNOWN);
        assertThat(stop.look(second(5))).isEqualTo(StopFile.State.UNKNOWN);
    }

    /** Runs tasks when told to. */
    private static final class Hand extends AbstractExecutorService {
        final Deque<Runnable> waiting = new ArrayDeque<>();

        void runAll() {
            while (!waiting.isEmpty()) {
                waiting.remove().run();
            }
        }

        @Override
        public void execute(Runnable task) {
            waiting.add(task);
        }

        @Override
        public void shutdown() {
            waiting.clear();
        }

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
