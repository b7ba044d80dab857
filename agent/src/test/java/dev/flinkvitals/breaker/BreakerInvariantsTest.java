/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drives the breaker through random weather and keeps its own, simpler books. */
class BreakerInvariantsTest {
    private static final int CYCLES = 20_000;

    private final List<Duration> actions = new ArrayList<>();
    private final Set<String> settled = new HashSet<>();
    private Optional<Wish> inFlight = Optional.empty();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void holdsItsPromisesInAnyWeather(long seed) {
        Random random = new Random(seed);
        SnapshotBreaker breaker = new SnapshotBreaker(Situation.CONFIG, new SplittableRandom(seed));
        Duration elapsed = Duration.ofHours(1);
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            elapsed = elapsed.plusSeconds(1 + random.nextInt(120));
            Situation situation = weather(random, elapsed);
            Optional<Wish> wish = breaker.wish(situation.assessment());
            if (inFlight.isPresent()) {
                assertThat(wish).isEmpty();
                land(breaker, situation, random);
            } else if (wish.isPresent()) {
                assertThat(settled).doesNotContain(wish.get().incident());
                follow(breaker, situation, situation.decide(breaker, wish.get()));
            }
        }
        assertThat(actions).as("actions").hasSizeGreaterThan(20);
        assertThat(settled).as("incidents that got their action").hasSizeGreaterThan(10);
    }

    private void follow(SnapshotBreaker breaker, Situation situation, Decision decision) {
        boolean allPassed = decision.checks().stream().allMatch(c -> c.verdict() == Check.Verdict.PASS);
        if (!(decision instanceof Decision.Act)) {
            assertThat(allPassed).isFalse();
            return;
        }
        assertThat(allPassed).isTrue();
        assertThat(situation.leader).isTrue();
        assertThat(situation.inProgress).contains(false);
        Duration now = situation.elapsed;
        actions.forEach(at -> assertThat(now.minus(at)).isGreaterThanOrEqualTo(Duration.ofMinutes(30)));
        assertThat(actions.stream().filter(at -> now.minus(at).compareTo(Duration.ofHours(24)) < 0))
                .hasSizeLessThan(6);
        breaker.triggered(decision.wish(), situation.tick());
        actions.add(now);
        inFlight = Optional.of(decision.wish());
    }

    private void land(SnapshotBreaker breaker, Situation situation, Random random) {
        Wish flying = inFlight.orElseThrow();
        switch (random.nextInt(3)) {
            case 0 -> {
                breaker.succeeded(flying, situation.tick());
                settled.add(flying.incident());
                inFlight = Optional.empty();
            }
            case 1 -> {
                breaker.failed(flying, situation.tick());
                inFlight = Optional.empty();
            }
            default -> assertThat(breaker.wish(situation.assessment())).isEmpty();
        }
    }

    private static Situation weather(Random random, Duration elapsed) {
        Situation s = new Situation();
        s.elapsed = elapsed;
        s.confidence = rarely(random) ? random.nextDouble() : 1.0;
        s.tasksRunning = rarely(random) ? 3 : 4;
        s.since = rarely(random) ? s.tick().at() : Situation.START;
        s.restoredAt = rarely(random) ? Optional.of(s.tick().at()) : Optional.<Instant>empty();
        s.exposure = rarely(random) ? OptionalDouble.empty() : OptionalDouble.of(random.nextDouble() * 4);
        s.failures = rarely(random) ? OptionalInt.empty() : OptionalInt.of(random.nextInt(4));
        s.expectedSavepoint = rarely(random) ? Optional.empty() : Optional.of(Duration.ofSeconds(random.nextInt(400)));
        s.durationP95 = rarely(random) ? Optional.empty() : Optional.of(Duration.ofSeconds(random.nextInt(400)));
        s.settings = rarely(random)
                ? Optional.empty()
                : Optional.of(Situation.settings(random.nextInt(5), random.nextBoolean()));
        s.backPressured = List.of(
                rarely(random) ? OptionalDouble.empty() : OptionalDouble.of(random.nextDouble() * 0.6),
                OptionalDouble.of(0));
        s.forecasts = random.nextBoolean()
                ? List.of()
                : List.of(Situation.forecast(Duration.ofSeconds(random.nextInt(1800)), random.nextInt(4) > 0));
        s.leader = !rarely(random);
        s.inProgress = rarely(random) ? Optional.empty() : Optional.of(rarely(random));
        s.directory = rarely(random) ? Optional.empty() : s.directory;
        s.canary = rarely(random)
                ? Optional.empty()
                : Optional.of(new PreflightEvidence.CanaryResult(!rarely(random), Duration.ofSeconds(1), "canary"));
        return s;
    }

    private static boolean rarely(Random random) {
        return random.nextInt(12) == 0;
    }
}
