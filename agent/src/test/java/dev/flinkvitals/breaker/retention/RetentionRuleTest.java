/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.breaker.retention.OwnSavepoint.State;
import dev.flinkvitals.config.RetentionConfig;
import dev.flinkvitals.signals.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetentionRuleTest {
    private static final JobId ORDERS = new JobId("a".repeat(32));
    private static final JobId CLICKS = new JobId("b".repeat(32));
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Optional<List<String>> NO_SOURCES = Optional.of(List.of());

    private static OwnSavepoint verified(JobId job, String name, Duration age) {
        return savepoint(job, name, age, State.VERIFIED);
    }

    private static OwnSavepoint savepoint(JobId job, String name, Duration age, State state) {
        return new OwnSavepoint(job, "s3://bucket/savepoints/incident/" + name, NOW.minus(age), state);
    }

    /** 1 h, 2 h, … old; the newest first. */
    private static List<OwnSavepoint> hourly(JobId job, String prefix, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(hours -> verified(job, prefix + hours, Duration.ofHours(hours)))
                .toList();
    }

    private static RetentionRule count(int count) {
        return new RetentionRule(new RetentionConfig(OptionalInt.of(count), Optional.empty()));
    }

    private static RetentionRule age(Duration age) {
        return new RetentionRule(new RetentionConfig(OptionalInt.empty(), Optional.of(age)));
    }

    private static List<String> names(List<Deletion> deletions) {
        return deletions.stream().map(deletion -> deletion.savepoint().name()).toList();
    }

    @Test
    void keepsEverythingWithoutALimit() {
        assertThat(new RetentionRule(RetentionConfig.NONE).deletions(hourly(ORDERS, "sp-", 50), NO_SOURCES, NOW))
                .isEmpty();
    }

    @Test
    void keepsTheNewestOfEachJob() {
        List<OwnSavepoint> own = new ArrayList<>(hourly(ORDERS, "sp-o", 4));
        own.addAll(hourly(CLICKS, "sp-c", 3));

        List<Deletion> deletions = count(2).deletions(own, NO_SOURCES, NOW);

        assertThat(names(deletions)).containsExactly("sp-o4", "sp-o3", "sp-c3");
        assertThat(deletions.get(0).reason()).isEqualTo("3 newer verified savepoints, of which 2 are to be kept");
    }

    @Test
    void keepsTheNewestHoweverOldItIs() {
        List<OwnSavepoint> own =
                List.of(verified(ORDERS, "sp-1", Duration.ofDays(30)), verified(ORDERS, "sp-2", Duration.ofDays(31)));

        assertThat(names(age(Duration.ofDays(7)).deletions(own, NO_SOURCES, NOW)))
                .containsExactly("sp-2");
    }

    @Test
    void keepsWhatIsJustAsOldAsAllowed() {
        assertThat(names(age(Duration.ofHours(2)).deletions(hourly(ORDERS, "sp-", 3), NO_SOURCES, NOW)))
                .containsExactly("sp-3");
    }

    @Test
    void eitherLimitIsEnough() {
        RetentionRule both =
                new RetentionRule(new RetentionConfig(OptionalInt.of(3), Optional.of(Duration.ofMinutes(90))));

        assertThat(names(both.deletions(hourly(ORDERS, "sp-", 4), NO_SOURCES, NOW)))
                .containsExactly("sp-4", "sp-3", "sp-2");
    }

    @Test
    void deletesNothingWhileItIsNotKnownWhatJobsWereRestoredFrom() {
        assertThat(count(1).deletions(hourly(ORDERS, "sp-", 5), Optional.<List<String>>empty(), NOW))
                .isEmpty();
    }

    @Test
    void keepsWhatAnyJobWasRestoredFromWhateverTheSchemeAndTheEndOfThePath() {
        Optional<Set<String>> sources =
                Optional.of(Set.of("s3p://bucket/savepoints/incident/sp-4/_metadata", "s3://elsewhere/sp-3/"));

        assertThat(names(count(1).deletions(hourly(ORDERS, "sp-", 5), sources, NOW)))
                .containsExactly("sp-5", "sp-2");
    }

    @Test
    void deletesNothingOfAJobWhileAnotherSavepointOfItIsUnderWay() {
        List<OwnSavepoint> own = new ArrayList<>(hourly(ORDERS, "sp-o", 3));
        own.add(savepoint(ORDERS, "sp-flying", Duration.ZERO, State.UNKNOWN));
        own.addAll(hourly(CLICKS, "sp-c", 2));

        assertThat(names(count(1).deletions(own, NO_SOURCES, NOW))).containsExactly("sp-c2");
    }

    @Test
    void aFailedOneNeitherCountsNorIsDeleted() {
        List<OwnSavepoint> own = List.of(
                savepoint(ORDERS, "sp-failed", Duration.ZERO, State.FAILED),
                verified(ORDERS, "sp-1", Duration.ofHours(1)),
                savepoint(ORDERS, "sp-failed-too", Duration.ofHours(2), State.FAILED));

        assertThat(count(1).deletions(own, NO_SOURCES, NOW)).isEmpty();
    }

    @Test
    void deletesNothingOfAJobWhoseSavepointsComeFromTheFuture() {
        List<OwnSavepoint> own = new ArrayList<>(hourly(ORDERS, "sp-", 3));
        own.add(verified(ORDERS, "sp-future", Duration.ofSeconds(-1)));

        assertThat(count(1).deletions(own, NO_SOURCES, NOW)).isEmpty();
    }

    @Test
    void keepsBothOfTheSameInstant() {
        List<OwnSavepoint> own =
                List.of(verified(ORDERS, "sp-a", Duration.ofHours(1)), verified(ORDERS, "sp-b", Duration.ofHours(1)));

        assertThat(count(1).deletions(own, NO_SOURCES, NOW)).isEmpty();
    }

    @Test
    void keepsWhatIsListedTwice() {
        List<OwnSavepoint> own = new ArrayList<>(hourly(ORDERS, "sp-", 2));
        own.add(verified(CLICKS, "sp-2", Duration.ofHours(3)));

        assertThat(count(1).deletions(own, NO_SOURCES, NOW)).isEmpty();
    }

    @Test
    void whateverIsGivenTheNewestVerifiedOneStaysAndTheOrderDoesNotMatter() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            List<OwnSavepoint> own = new ArrayList<>();
            for (int i = 0; i < random.nextInt(12); i++) {
                own.add(savepoint(
                        random.nextBoolean() ? ORDERS : CLICKS,
                        "sp-" + round + "-" + i + "-",
                        Duration.ofMinutes(random.nextInt(300)),
                        random.nextInt(6) == 0 ? State.FAILED : State.VERIFIED));
            }
            RetentionRule rule = new RetentionRule(new RetentionConfig(
                    OptionalInt.of(1 + random.nextInt(3)), Optional.of(Duration.ofMinutes(1 + random.nextInt(200)))));

            List<Deletion> deletions = rule.deletions(own, NO_SOURCES, NOW);
            Collections.shuffle(own, random);

            assertThat(rule.deletions(own, NO_SOURCES, NOW)).isEqualTo(deletions);
            Set<OwnSavepoint> left = new HashSet<>(own);
            deletions.forEach(deletion -> left.remove(deletion.savepoint()));
            for (JobId job : List.of(ORDERS, CLICKS)) {
                own.stream()
                        .filter(savepoint -> savepoint.job().equals(job) && savepoint.state() == State.VERIFIED)
                        .map(OwnSavepoint::at)
                        .max(Instant::compareTo)
                        .ifPresent(newest -> assertThat(left)
                                .anyMatch(savepoint -> savepoint.job().equals(job)
                                        && savepoint.state() == State.VERIFIED
                                        && savepoint.at().equals(newest)));
            }
        }
    }
}
