/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.breaker.ledger.EntryKind;
import dev.flinkvitals.breaker.ledger.Facts;
import dev.flinkvitals.breaker.ledger.Leadership;
import dev.flinkvitals.breaker.ledger.LedgerEntry;
import dev.flinkvitals.breaker.ledger.LedgerFact;
import dev.flinkvitals.breaker.ledger.PastActions;
import dev.flinkvitals.breaker.ledger.PastIncident;
import dev.flinkvitals.snapshot.ledger.files.LedgerReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Leaders come, act, write, are killed at any byte, and clocks and storages misbehave; the test keeps its own, simpler books of
 * what really happened. Whoever leads next must never know of less, unless it knows that it does.
 */
class LedgerWeatherTest {
    private static final Duration DAY = Duration.ofHours(24);

    @Test
    void neverForgetsAnActionUnseen() throws IOException {
        int complete = 0;
        int spent = 0;
        int damaged = 0;
        for (int seed = 0; seed < 300; seed++) {
            Weather weather = new Weather(seed);
            for (int life = 0; life < 6; life++) {
                PastActions past = weather.takeOver();
                long known = past.job(Facts.JOB).spent(weather.now).size();
                long really = weather.really();
                damaged += past.unreadable().size();
                if (past.isComplete()) {
                    complete++;
                    spent += (int) known;
                    assertThat(known)
                            .as("actions, seed %d, life %d", seed, life)
                            .isGreaterThanOrEqualTo(really);
                    assertThat(past.job(Facts.JOB).incidents().stream()
                                    .filter(PastIncident::settled)
                                    .map(PastIncident::id))
                            .as("settled incidents, seed %d, life %d", seed, life)
                            .containsAll(weather.settled);
                }
                weather.live();
            }
        }
        assertThat(complete).as("times that all was known").isGreaterThan(500);
        assertThat(spent).as("actions that were known of").isGreaterThan(500);
        assertThat(damaged).as("files that were damaged").isGreaterThan(100);
    }

    private static final class Weather {
        private final Random random;
        private final MemoryFiles files;
        private final LedgerStore store;
        private final List<Instant> actions = new ArrayList<>();
        /** Incidents of the last day that got an action which did not fail. */
        private final Set<String> settled = new HashSet<>();

        Instant now = Facts.NOON;
        private Leadership leader = Facts.FIRST;
        private long sequence;
        private int incidents;

        Weather(long seed) {
            random = new Random(seed);
            files = new MemoryFiles(random.nextBoolean());
            store = new LedgerStore(files);
        }

        PastActions takeOver() throws IOException {
            settled.removeIf(incident -> settledAt(incident).isBefore(now.minus(DAY)));
            PastActions past = PastActions.of(
                    new LedgerReader(files, () -> false)
                            .read(PastActions.since(now), name -> PastActions.needs(name, now)),
                    now);
            String id = String.format("%012x", random.nextLong() & 0xffffffffffffL);
            leader = store.lead(id, past.newest(), LedgerFact.lead(now, ""));
            sequence = 0;
            return past;
        }

        private static Instant settledAt(String incident) {
            return Instant.parse(incident.substring(incident.lastIndexOf('@') + 1));
        }

        long really() {
            return actions.stream().filter(at -> at.isAfter(now.minus(DAY))).count();
        }

        /** One leadership, until it is killed. */
        void live() throws IOException {
            for (int i = random.nextInt(8); i > 0; i--) {
                now = now.plusSeconds(random.nextInt(7_200));
                String incident = "memory-" + incidents++ + "@" + now;
                if (random.nextInt(3) == 0) {
                    write(fact(EntryKind.REFUSED, incident));
                } else {
                    act(incident);
                }
            }
            damage();
        }

        private void act(String incident) throws IOException {
            LedgerFact triggered = fact(EntryKind.TRIGGERED, incident);
            write(triggered);
            Optional<String> other = store.claim(new LedgerEntry(leader, ++sequence, triggered));
            assertThat(other).isEmpty();
            actions.add(now);
            // From here on it may be killed between any two entries.
            switch (random.nextInt(5)) {
                case 0 -> settled.add(incident);
                case 1 -> write(triggered.then(EntryKind.FAILED, now, ""));
                case 2 -> {
                    write(triggered.then(EntryKind.COMPLETED, now, ""));
                    settled.add(incident);
                }
                default -> {
                    write(triggered.then(EntryKind.COMPLETED, now, ""));
                    write(triggered.then(EntryKind.VERIFIED, now, ""));
                    write(triggered.then(random.nextBoolean() ? EntryKind.HARMFUL : EntryKind.UNHARMED, now, ""));
                    settled.add(incident);
                }
            }
        }

        private LedgerFact fact(EntryKind kind, String incident) {
            LedgerFact any = Facts.memory(kind, now);
            return new LedgerFact(
                    // This machine's clock and the next one's differ.
                    now.plusSeconds(random.nextInt(60)),
                    kind,
                    any.job(),
                    any.jobName(),
                    any.policy(),
                    any.action(),
                    incident,
                    any.reason(),
                    any.details());
        }

        private void write(LedgerFact fact) throws IOException {
            store.append(new LedgerEntry(leader, ++sequence, fact));
        }

        /** The kill tears the last file, and now and then a disk changes any of them. */
        private void damage() {
            List<String> names = files.content.keySet().stream()
                    .filter(name -> !name.startsWith("claims/"))
                    .toList();
            if (random.nextInt(3) == 0) {
                names.stream()
                        .filter(name -> !name.startsWith(LedgerReader.LEADERS))
                        .reduce((before, last) -> last)
                        .ifPresent(last -> files.content.computeIfPresent(
                                last, (name, whole) -> Arrays.copyOf(whole, random.nextInt(whole.length + 1))));
            }
            if (random.nextInt(10) == 0) {
                files.content.computeIfPresent(names.get(random.nextInt(names.size())), (name, whole) -> {
                    byte[] bytes = whole.clone();
                    if (bytes.length > 0) {
                        bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
                    }
                    return bytes;
                });
            }
        }
    }
}
