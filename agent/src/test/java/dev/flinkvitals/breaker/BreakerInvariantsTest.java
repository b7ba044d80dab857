/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.breaker.schedule.Schedule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Some of the schedules that {@code examples/lab breaker --only schedules} plays. */
class BreakerInvariantsTest {
    private static final int SCHEDULES = 200;
    private static final int CYCLES = 200;

    @Test
    void holdsItsPromisesInRandomSchedules() {
        List<Schedule.Report> reports = new ArrayList<>();
        for (int seed = 0; seed < SCHEDULES; seed++) {
            Schedule.Report report = new Schedule(seed).run(CYCLES);
            assertThat(report.violations()).as("seed %s", seed).isEmpty();
            reports.add(report);
        }

        // A breaker that never does anything would keep all its promises.
        assertThat(reports.stream().mapToLong(Schedule.Report::actions).sum()).isGreaterThan(SCHEDULES);
        assertThat(reports.stream().mapToLong(Schedule.Report::rehearsals).sum())
                .isGreaterThan(SCHEDULES / 10);
        assertThat(reports.stream().mapToLong(Schedule.Report::harmful).sum()).isGreaterThan(SCHEDULES / 10);
        assertThat(reports.stream().mapToInt(Schedule.Report::takeOvers).sum()).isGreaterThan(SCHEDULES / 2);
    }

    @Test
    void aScheduleRepeatsBySeed() {
        assertThat(new Schedule(7).run(CYCLES)).isEqualTo(new Schedule(7).run(CYCLES));
    }
}
