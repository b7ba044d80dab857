/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.config.Policy;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IncidentTest {
    private static final Instant START = Instant.parse("2026-01-01T01:00:00Z");

    private final Incident incident = new Incident(Policy.MEMORY, Duration.ofMinutes(3));
    private final FlapGuard flaps = new FlapGuard();
    private final HeldWindows windows = new HeldWindows();

    private static Tick at(int minutes) {
        return new Tick(START.plusSeconds(60L * minutes), Duration.ofMinutes(minutes));
    }

    @Test
    void hasOneIdWhileItLastsThatCanNameADirectoryAnywhere() {
        assertThat(incident.present(at(0))).isTrue();
        assertThat(incident.present(at(100))).isFalse();

        assertThat(incident.asks()).hasValue("memory-20260101T010000Z");
    }

    @Test
    void isOverWhenItWasCalmForLongEnough() {
        incident.present(at(0));
        assertThat(incident.absent(at(1))).isEmpty();
        incident.present(at(2));
        assertThat(incident.absent(at(3))).isEmpty();
        assertThat(incident.absent(at(5))).isEmpty();

        assertThat(incident.absent(at(6))).hasValue("memory-20260101T010000Z");
        assertThat(incident.asks()).isEmpty();
        assertThat(incident.absent(at(7))).isEmpty();
        assertThat(incident.present(at(8))).isTrue();
        assertThat(incident.asks()).hasValue("memory-20260101T010800Z");
    }

    @Test
    void asksForNothingMoreOnceItIsSettled() {
        incident.present(at(0));
        incident.settle();
        incident.present(at(1));

        assertThat(incident.asks()).isEmpty();
        assertThat(incident.id()).isPresent();
    }

    @Test
    void goesOnUnderTheSameIdAfterATakeOver() {
        incident.restore("memory-20251231T230000Z", true);

        assertThat(incident.present(at(0))).isFalse();
        assertThat(incident.asks()).isEmpty();
        incident.absent(at(1));
        assertThat(incident.absent(at(4))).hasValue("memory-20251231T230000Z");
        assertThat(incident.present(at(5))).isTrue();
        assertThat(incident.asks()).isPresent();
    }

    @Test
    void isAnotherOneEvenIfTheWallClockWasSetBack() {
        incident.present(at(0));
        incident.absent(at(1));
        incident.absent(at(4));

        incident.present(new Tick(START, Duration.ofMinutes(9)));

        assertThat(incident.asks()).hasValue("memory-20260101T010000Z-again");
    }

    @Test
    void flapsAfterThreeOpeningsWithinAnHourUntilItWasCalmForAnHour() {
        assertThat(flaps.opened(Duration.ofMinutes(0))).isFalse();
        assertThat(flaps.opened(Duration.ofMinutes(30))).isFalse();
        assertThat(flaps.check("memory").verdict()).isEqualTo(Check.Verdict.PASS);

        assertThat(flaps.opened(Duration.ofMinutes(60))).isTrue();
        flaps.absent(Duration.ofMinutes(61));
        flaps.present();
        flaps.absent(Duration.ofMinutes(100));
        flaps.absent(Duration.ofMinutes(159));
        assertThat(flaps.check("memory").evidence())
                .isEqualTo("memory came and went 3 times within 60 min; held until it was calm for 60 min");

        flaps.absent(Duration.ofMinutes(160));
        assertThat(flaps.check("memory").verdict()).isEqualTo(Check.Verdict.PASS);
    }

    @Test
    void threeOpeningsInMoreThanAnHourAreNoFlapping() {
        flaps.opened(Duration.ofMinutes(0));
        flaps.opened(Duration.ofMinutes(30));

        assertThat(flaps.opened(Duration.ofMinutes(61))).isFalse();
        assertThat(flaps.opened(Duration.ofMinutes(89))).isTrue();
    }

    @Test
    void countsWindowsInWhichTheConditionHeldMostOfTheTime() {
        windows.see(true);
        windows.see(true);
        windows.see(false);
        windows.close();
        windows.see(true);
        windows.see(false);
        windows.close();
        windows.close();
        assertThat(windows.count()).isEqualTo(1);

        for (int i = 0; i < 4; i++) {
            windows.see(true);
            windows.close();
        }
        assertThat(windows.count()).isEqualTo(4);
    }
}
