/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.breaker.ledger.EntryKind;
import dev.flinkvitals.breaker.ledger.Facts;
import dev.flinkvitals.breaker.ledger.Leadership;
import dev.flinkvitals.breaker.ledger.LedgerEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two leaders claim the same action, in every order in which their accesses to the storage can come. */
class ClaimRaceTest {
    private static final int MOST_STEPS = 6;
    private static final Leadership[] LEADERS = {Facts.FIRST, Facts.SECOND};

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void neverDoBothGetIt(boolean exclusive) throws Exception {
        int won = 0;
        for (int schedule = 0; schedule < 1 << (2 * MOST_STEPS); schedule++) {
            if (Integer.bitCount(schedule) == MOST_STEPS) {
                long winners = race(new MemoryFiles(exclusive), schedule).stream()
                        .filter(Optional::isEmpty)
                        .count();
                assertThat(winners).as("winners in schedule %x", schedule).isLessThanOrEqualTo(1);
                won += (int) winners;
            }
        }
        assertThat(won).as("schedules that somebody won").isPositive();
    }

    @Test
    void whoeverAsksAgainGetsTheSameAnswer() throws Exception {
        MemoryFiles files = new MemoryFiles(true);
        assertThat(new LedgerStore(files).claim(entry(Facts.FIRST))).isEmpty();

        assertThat(new LedgerStore(files).claim(entry(Facts.FIRST))).isEmpty();
        assertThat(new LedgerStore(files).claim(entry(Facts.SECOND))).contains("1-aaaaaaaaaaaa");
        // Somebody else has asked by now, and who was first is not told twice.
        assertThat(new LedgerStore(files).claim(entry(Facts.FIRST))).contains("2-bbbbbbbbbbbb");
    }

    @Test
    void tornOwnerIsNobody() throws Exception {
        MemoryFiles files = new MemoryFiles(true);
        assertThat(new LedgerStore(files).claim(entry(Facts.FIRST))).isEmpty();
        files.content.replaceAll((name, bytes) -> name.endsWith("/owner") ? new byte[] {'f', 'l'} : bytes);

        assertThat(new LedgerStore(files).claim(entry(Facts.FIRST))).contains("somebody whose claim is damaged");
    }

    private static LedgerEntry entry(Leadership by) {
        return new LedgerEntry(by, 1, Facts.memory(EntryKind.TRIGGERED, Facts.NOON));
    }

    /** Runs both claims; bit i of the schedule says whose turn the i-th access is. */
    private static List<Optional<String>> race(MemoryFiles files, int schedule) throws Exception {
        List<Turns> turns = List.of(new Turns(files), new Turns(files));
        List<CompletableFuture<Optional<String>>> claims = new ArrayList<>();
        for (int i = 0; i < LEADERS.length; i++) {
            claims.add(turns.get(i).claim(entry(LEADERS[i])));
        }
        for (int step = 0; step < 2 * MOST_STEPS; step++) {
            turns.get(schedule >> step & 1).step();
        }
        List<Optional<String>> results = new ArrayList<>();
        for (CompletableFuture<Optional<String>> claim : claims) {
            results.add(claim.get(10, TimeUnit.SECONDS));
        }
        return results;
    }

    /** The storage as one leader sees it: each access waits for its turn. */
    private static final class Turns extends MemoryFiles {
        private final MemoryFiles shared;
        private final Semaphore go = new Semaphore(0);
        private final Semaphore arrived = new Semaphore(0);
        private volatile boolean over;

        Turns(MemoryFiles shared) {
            super(true);
            this.shared = shared;
        }

        CompletableFuture<Optional<String>> claim(LedgerEntry entry) throws InterruptedException {
            CompletableFuture<Optional<String>> claim = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                try {
                    Optional<String> result = new LedgerStore(this).claim(entry);
                    claim.complete(result);
                } catch (Throwable t) {
                    claim.completeExceptionally(t);
                } finally {
                    over = true;
                    arrived.release();
                }
            });
            thread.setDaemon(true);
            thread.start();
            arrived.acquire();
            return claim;
        }

        /** Lets one access happen and waits until the next one is asked for. */
        void step() throws InterruptedException {
            if (!over) {
                go.release();
                arrived.acquire();
            }
        }

        @Override
        void access(String name) throws IOException {
            arrived.release();
            go.acquireUninterruptibly();
        }

        @Override
        public void create(String name, byte[] bytes) throws IOException {
            access(name);
            shared.create(name, bytes);
        }

        @Override
        public Optional<byte[]> read(String name, int most) throws IOException {
            access(name);
            return shared.read(name, most);
        }

        @Override
        public List<String> list(String directory) throws IOException {
            access(directory);
            return shared.list(directory);
        }

        @Override
        public boolean exists(String name) throws IOException {
            access(name);
            return shared.exists(name);
        }
    }
}
