/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetGuardTest {
    private final FleetGuard guard = new FleetGuard();

    private static JobId job(int number) {
        return new JobId("%032x".formatted(number));
    }

    private static Tick at(Duration elapsed) {
        return new Tick(Instant.EPOCH.plus(elapsed), elapsed);
    }

    private void ill(int jobs, Duration at) {
        for (int i = 1; i <= jobs; i++) {
            guard.observe(job(i), true, at(at));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 10, false",
        "1, 1, false",
        "2, 2, false",
        "3, 3, true",
        "3, 6, true",
        "3, 7, false",
        "4, 8, true",
        "5, 11, false"
    })
    void holdsWhenThreeJobsAndHalfOfThemAreIll(int ill, int jobs, boolean held) {
        ill(ill, Duration.ZERO);

        assertThat(guard.verdict(jobs, at(Duration.ZERO)).held()).isEqualTo(held);
    }

    @Test
    void countsAJobForFiveMinutesAfterItsConditionWasLastSeen() {
        ill(3, Duration.ZERO);
        for (int i = 1; i <= 3; i++) {
            guard.observe(job(i), false, at(Duration.ofMinutes(5)));
        }

        assertThat(guard.verdict(4, at(Duration.ofMinutes(5))))
                .isEqualTo(
                        new FleetVerdict(true, 3, 4, "3 of 4 jobs are ill within 5 min: a common cause, nobody acts"));
        assertThat(guard.verdict(4, at(Duration.ofMinutes(5).plusMillis(1))))
                .isEqualTo(new FleetVerdict(false, 0, 4, "0 of 4 jobs are ill within 5 min"));
    }

    @Test
    void holdsJobsThatFellIllOneAfterTheOther() {
        ill(1, Duration.ZERO);
        ill(2, Duration.ofMinutes(2));
        assertThat(guard.verdict(3, at(Duration.ofMinutes(2))).held()).isFalse();
        ill(3, Duration.ofMinutes(4));

        assertThat(guard.verdict(3, at(Duration.ofMinutes(4))).held()).isTrue();
    }

    @Test
    void forgetsJobsThatAreGone() {
        ill(3, Duration.ZERO);
        guard.forget(job(2));

        assertThat(guard.verdict(2, at(Duration.ZERO)).ill()).isEqualTo(2);
    }

    @Test
    void takesJobsThatAreIllForJobsEvenIfTheCountLagsBehind() {
        ill(3, Duration.ZERO);

        assertThat(guard.verdict(0, at(Duration.ZERO)))
                .extracting(FleetVerdict::jobs)
                .isEqualTo(3);
    }

    @Test
    void alertsOnceEachTimeItBeginsToHold() {
        assertThat(guard.takeAlert()).isFalse();
        ill(3, Duration.ZERO);
        guard.verdict(3, at(Duration.ZERO));
        guard.verdict(3, at(Duration.ofSeconds(10)));
        assertThat(guard.takeAlert()).isTrue();
        assertThat(guard.takeAlert()).isFalse();

        guard.verdict(3, at(Duration.ofMinutes(10)));
        ill(3, Duration.ofMinutes(11));
        guard.verdict(3, at(Duration.ofMinutes(11)));
        assertThat(guard.takeAlert()).isTrue();
    }
}
