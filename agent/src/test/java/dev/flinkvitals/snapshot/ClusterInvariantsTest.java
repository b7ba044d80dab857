/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.snapshot.schedule.ClusterSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Some of the schedules that {@code examples/lab breaker --only schedules} plays. */
class ClusterInvariantsTest {
    private static final int SCHEDULES = 100;
    private static final int CYCLES = 200;

    @Test
    void holdsItsPromisesWhateverHappensToItsJobManagers() {
        List<ClusterSchedule.Report> reports = new ArrayList<>();
        for (int seed = 0; seed < SCHEDULES; seed++) {
            ClusterSchedule.Report report = new ClusterSchedule(seed).run(CYCLES);
            assertThat(report.violations()).as("seed %s", seed).isEmpty();
            reports.add(report);
        }

        // Where nothing ever happens, all promises are kept.
        assertThat(reports.stream().mapToInt(ClusterSchedule.Report::completed).sum())
                .isGreaterThan(SCHEDULES);
        assertThat(reports.stream().mapToInt(ClusterSchedule.Report::takeOvers).sum())
                .isGreaterThan(SCHEDULES);
        assertThat(reports.stream().map(ClusterSchedule.Report::rescued).filter(Optional.of(true)::equals))
                .hasSizeGreaterThan(SCHEDULES / 2);
    }

    @Test
    void aScheduleRepeatsBySeed() {
        assertThat(new ClusterSchedule(7).run(CYCLES)).isEqualTo(new ClusterSchedule(7).run(CYCLES));
    }
}
