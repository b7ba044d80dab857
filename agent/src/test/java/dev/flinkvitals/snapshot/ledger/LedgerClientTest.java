/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.ledger;

import static dev.flinkvitals.breaker.ledger.Facts.JOB;
import static dev.flinkvitals.breaker.ledger.Facts.NOON;
import static dev.flinkvitals.breaker.ledger.Facts.memory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flinkvitals.breaker.ledger.EntryKind;
import dev.flinkvitals.breaker.ledger.LedgerFact;
import dev.flinkvitals.breaker.ledger.PastAction;
import dev.flinkvitals.breaker.ledger.PastActions;
import dev.flinkvitals.snapshot.ledger.files.LedgerFiles;
import dev.flinkvitals.snapshot.ledger.files.LedgerReader;
import dev.flinkvitals.snapshot.ledger.files.LocalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerClientTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final LedgerFact TRIGGERED = memory(EntryKind.TRIGGERED, NOON.plusSeconds(10));

    @TempDir
    private Path directory;

    private final List<LedgerClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(LedgerClient::close);
    }

    private LedgerClient client() {
        return add(new LedgerClient(directory.resolve("ledger").toUri().toString(), LONG));
    }

    private LedgerClient add(LedgerClient client) {
        clients.add(client);
        return client;
    }

    private static PastActions open(LedgerClient client, Instant now) {
        return get(client.open(now, LONG));
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void nextLeaderKnowsWhatTheFirstDid() {
        LedgerClient first = client();
        assertThat(open(first, NOON).newest()).isEmpty();
        get(first.append(memory(EntryKind.REFUSED, NOON)));
        assertThat(get(first.claim(TRIGGERED)).won()).isTrue();
        get(first.append(TRIGGERED.then(EntryKind.COMPLETED, NOON.plusSeconds(20), "")));
        get(first.append(TRIGGERED.then(EntryKind.VERIFIED, NOON.plusSeconds(21), "")));

        LedgerClient second = client();
        PastActions past = open(second, NOON.plusSeconds(60));

        assertThat(past.isComplete()).isTrue();
        assertThat(past.newest()).isEqualTo(first.leadership());
        assertThat(second.leadership().orElseThrow().epoch()).isEqualTo(2);
        assertThat(past.job(JOB).spent(NOON.plusSeconds(60)))
                .extracting(PastAction::result)
                .containsExactly(PastAction.Result.DONE);
        assertThat(past.job(JOB).incidents())
                .singleElement()
                .satisfies(incident -> assertThat(incident.settled()).isTrue());
    }

    @Test
    void earlierLeaderLearnsThatItIsNotTheNewest() {
        LedgerClient first = client();
        open(first, NOON);
        assertThat(get(first.stillNewest())).isTrue();

        LedgerClient second = client();
        open(second, NOON.plusSeconds(1));

        assertThat(get(first.stillNewest())).isFalse();
        assertThat(get(second.stillNewest())).isTrue();
    }

    @Test
    void leadershipLastsThroughIdleMonths() {
        open(client(), NOON);

        LedgerClient later = client();
        open(later, NOON.plus(Duration.ofDays(200)));

        assertThat(later.leadership().orElseThrow().epoch()).isEqualTo(2);
    }

    @Test
    void oneActionIsWonByOneLeaderOnce() {
        LedgerClient first = client();
        LedgerClient second = client();
        open(first, NOON);
        open(second, NOON);

        assertThat(get(first.claim(TRIGGERED)).won()).isTrue();
        assertThat(get(first.claim(TRIGGERED))).isEqualTo(new Claim(false, "this JobManager claimed it before"));
        assertThat(get(second.claim(TRIGGERED)))
                .isEqualTo(new Claim(
                        false, "claimed by leadership " + first.leadership().orElseThrow()));
        // Another attempt is another action.
        assertThat(get(second.claim(TRIGGERED.with(LedgerFact.ATTEMPT, "2"))).won())
                .isTrue();

        PastActions past = open(client(), NOON.plusSeconds(60));
        assertThat(past.job(JOB).actions()).hasSize(2);
    }

    @Test
    void claimWhoseAnswerNeverCameIsWonLater() throws Exception {
        Gate gate = new Gate();
        LedgerClient client = add(new LedgerClient(() -> gate, Duration.ofMillis(50)));
        gate.open.countDown();
        get(client.open(NOON, LONG));
        gate.shut();
        assertThatThrownBy(() -> client.claim(TRIGGERED).get()).hasCauseInstanceOf(TimeoutException.class);
        gate.open.countDown();

        LedgerClient patient = client;
        Claim again = null;
        while (again == null) {
            try {
                again = patient.claim(TRIGGERED).get();
            } catch (ExecutionException e) {
                // The machine is slow: not even an open gate answers within the timeout.
                assertThat(e).hasCauseInstanceOf(TimeoutException.class);
            }
        }

        assertThat(again.won()).isTrue();
        LedgerClient next = add(new LedgerClient(() -> gate, LONG));
        assertThat(get(next.open(NOON.plusSeconds(60), LONG)).job(JOB).actions())
                .hasSize(1);
    }

    /** A process that is killed leaves any beginning of the file that it wrote last. */
    @Test
    void killedAtAnyByteOfTheTriggerTriggeredNothing() throws IOException {
        LedgerClient first = client();
        open(first, NOON);
        get(first.append(TRIGGERED));
        Path last = files().stream()
                .filter(file -> file.toString().endsWith("-triggered.entry"))
                .findFirst()
                .orElseThrow();
        byte[] whole = Files.readAllBytes(last);

        for (int length = 0; length < whole.length; length++) {
            Files.write(last, Arrays.copyOf(whole, length));
            PastActions past = PastActions.of(
                    new LedgerReader(new LocalFiles(directory.resolve("ledger")), () -> false).readAll(),
                    NOON.plusSeconds(60));

            assertThat(past.job(JOB).actions()).isEmpty();
            assertThat(past.unknownUntil()).isEmpty();
            assertThat(past.unreadable()).hasSize(1);
        }
    }

    @Test
    void triggerThatWasDamagedLaterSpendsTheBudget() throws IOException {
        LedgerClient first = client();
        open(first, NOON);
        get(first.append(TRIGGERED));
        get(first.append(TRIGGERED.then(EntryKind.VERIFIED, NOON.plusSeconds(20), "")));
        Path damaged = files().stream()
                .filter(file -> file.toString().endsWith("-triggered.entry"))
                .findFirst()
                .orElseThrow();
        Files.write(damaged, new byte[0]);

        PastActions past = PastActions.of(
                new LedgerReader(new LocalFiles(directory.resolve("ledger")), () -> false).readAll(),
                NOON.plusSeconds(60));

        assertThat(past.unknownUntil()).contains(NOON.plusSeconds(10).plus(Duration.ofHours(24)));
    }

    @Test
    void whatAnEarlierLeaderClaimsBetweenTheLookAtItsNamesAndTheLeadershipIsRead() throws IOException {
        LedgerClient first = client();
        open(first, NOON);
        List<String> written = new ArrayList<>();
        LedgerFiles late = new Before(new LocalFiles(directory.resolve("ledger")), name -> {
            if (written.isEmpty()) {
                get(first.claim(TRIGGERED));
            }
            written.add(name);
        });

        PastActions past = open(add(new LedgerClient(() -> late, LONG)), NOON.plusSeconds(60));

        assertThat(written.get(0)).startsWith("leaders/");
        assertThat(past.job(JOB).actions()).hasSize(1);
        assertThat(past.newest()).isEqualTo(first.leadership());
    }

    @Test
    void killedAtAnyByteOfAnythingElseForgetsNoAction() throws IOException {
        LedgerClient first = client();
        open(first, NOON);
        get(first.claim(TRIGGERED));
        get(first.append(TRIGGERED.then(EntryKind.VERIFIED, NOON.plusSeconds(20), "")));

        for (Path file : files()) {
            byte[] whole = Files.readAllBytes(file);
            for (int length = 0; length < whole.length; length++) {
                Files.write(file, Arrays.copyOf(whole, length));
                PastActions past = PastActions.of(
                        new LedgerReader(new LocalFiles(directory.resolve("ledger")), () -> false).readAll(),
                        NOON.plusSeconds(60));

                assertThat(past.job(JOB).actions().size() == 1 || !past.isComplete())
                        .as("%s cut to %d bytes", file, length)
                        .isTrue();
                assertThat(past.newest()).isEqualTo(first.leadership());
            }
            Files.write(file, whole);
        }
    }

    @Test
    void ledgerThatWasReplacedIsNotTheSame() throws IOException {
        LedgerClient client = client();
        open(client, NOON);
        for (Path file : files()) {
            Files.delete(file);
        }

        assertThatThrownBy(() -> client.stillNewest().get())
                .hasRootCauseMessage("the entry of leadership "
                        + client.leadership().orElseThrow() + " is gone from " + directory.resolve("ledger"));
    }

    @Test
    void storageThatRefusesIsToldAndTriedAgain() {
        MemoryFiles files = new MemoryFiles(true);
        LedgerClient client = add(new LedgerClient(() -> files, LONG));
        files.broken = true;
        assertThatThrownBy(() -> client.open(NOON, LONG).get()).hasRootCauseMessage("planted: no access to leaders");
        assertThatThrownBy(() -> client.append(TRIGGERED).get()).hasRootCauseMessage("the ledger is not open yet");

        files.broken = false;
        get(client.open(NOON, LONG));
        files.broken = true;
        assertThatThrownBy(() -> client.claim(TRIGGERED).get()).hasCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> client.stillNewest().get()).hasCauseInstanceOf(IOException.class);
        files.broken = false;
        assertThat(get(client.claim(TRIGGERED)).won()).isTrue();
    }

    @Test
    void hangingStorageHoldsOneThreadAndABoundedQueue() {
        Gate gate = new Gate();
        LedgerClient client = add(new LedgerClient(() -> gate, Duration.ofMillis(20)));
        gate.open.countDown();
        get(client.open(NOON, LONG));
        gate.shut();

        List<CompletableFuture<Void>> appends = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            appends.add(client.append(memory(EntryKind.REFUSED, NOON)));
        }

        assertThat(appends)
                .allSatisfy(append -> assertThatThrownBy(append::get).isInstanceOf(ExecutionException.class));
        assertThatThrownBy(() -> appends.get(299).get())
                .hasMessageContaining("the ledger's storage does not keep up: 256 entries wait");
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().equals("vitals-ledger") && gate.holds(thread))
                .hasSize(1);
        gate.open.countDown();
    }

    @Test
    void entriesKeepTheirOrder() throws IOException {
        LedgerClient client = client();
        open(client, NOON);
        List<CompletableFuture<Void>> appends = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            // A clock that goes backwards changes nothing.
            LedgerFact fact = memory(EntryKind.REFUSED, NOON.minusSeconds(i)).with("number", "" + i);
            appends.add(client.append(fact));
        }
        appends.forEach(LedgerClientTest::get);

        assertThat(new LedgerReader(new LocalFiles(directory.resolve("ledger")), () -> false)
                        .readAll().entries().stream()
                                .filter(entry -> entry.fact().kind() == EntryKind.REFUSED)
                                .sorted()
                                .map(entry -> entry.fact().detail("number").orElseThrow()))
                .containsExactlyElementsOf(java.util.stream.IntStream.range(0, 50)
                        .mapToObj(Integer::toString)
                        .toList());
    }

    @Test
    void afterTheLeadershipItAnswersAtOnce() {
        LedgerClient client = client();
        open(client, NOON);
        client.close();

        assertThatThrownBy(() -> client.append(TRIGGERED).get())
                .hasMessageContaining("this JobManager no longer leads");
    }

    @Test
    void fileWithAStrangersNameIsDamage() throws IOException {
        LedgerClient client = client();
        open(client, NOON);
        get(client.append(TRIGGERED));
        Path day = directory.resolve("ledger").resolve("2026-01-02");
        Path entry = day.resolve(files().stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith("-triggered.entry"))
                .findFirst()
                .orElseThrow());
        Files.copy(entry, day.resolve(entry.getFileName().toString().replace("-triggered", "-refused")));
        Files.write(day.resolve("notes.entry"), new byte[0]);
        Files.write(day.resolve(".nfs0001"), new byte[0]);

        PastActions past = open(client(), NOON.plusSeconds(60));

        assertThat(past.unreadable()).hasSize(2);
        assertThat(past.isComplete()).isFalse();
    }

    /** A storage that hangs while it is shut. */
    private static final class Gate extends MemoryFiles {
        volatile CountDownLatch open = new CountDownLatch(1);
        private volatile Thread holding = Thread.currentThread();

        Gate() {
            super(true);
        }

        void shut() {
            open = new CountDownLatch(1);
        }

        boolean holds(Thread thread) {
            return holding.equals(thread);
        }

        @Override
        void access(String name) throws IOException {
            holding = Thread.currentThread();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    /** Files before each of which something happens when it is created. */
    private record Before(LedgerFiles files, Consumer<String> creating) implements LedgerFiles {
        @Override
        public String location() {
            return files.location();
        }

        @Override
        public void create(String name, byte[] content) throws IOException {
            creating.accept(name);
            files.create(name, content);
        }

        @Override
        public Optional<byte[]> read(String name, int most) throws IOException {
            return files.read(name, most);
        }

        @Override
        public List<String> list(String directory) throws IOException {
            return files.list(directory);
        }

        @Override
        public boolean exists(String name) throws IOException {
            return files.exists(name);
        }
    }
}
