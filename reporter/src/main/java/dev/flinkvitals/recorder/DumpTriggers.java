/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.finding.Finding;
import dev.flinkvitals.health.finding.Severity;
import dev.flinkvitals.signals.JobPhase;
import dev.flinkvitals.signals.JobReading;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What makes the recording of one job worth a file: a critical finding opens, the breaker decides something, the job fails
 * or restarts. The same reason counts once within a pause. Not thread safe.
 */
public final class DumpTriggers {
    /** A job that fails again and again would fill the directory with the same story. */
    private static final Duration PAUSE = Duration.ofMinutes(5);

    private static final Set<JobPhase> BROKEN = Set.of(JobPhase.FAILING, JobPhase.FAILED, JobPhase.RESTARTING);

    private final Map<String, Duration> last = new HashMap<>();
    private Set<String> critical = new HashSet<>();
    private OptionalLong restarts = OptionalLong.empty();
    private boolean broken;
    private boolean started;

    /**
     * Takes a cycle.
     *
     * @param reading what was measured
     * @param assessment what the model made of it
     * @param decided whether the breaker acted, or would have, in this cycle
     * @return why a file is to be written now; empty if it is not
     */
    public Optional<String> cycle(JobReading reading, Assessment assessment, boolean decided) {
        // All are asked, since each remembers; the first that counts is named.
        Optional<String> failed = failed(reading);
        Optional<String> opened = opened(assessment);
        Duration elapsed = reading.tick().elapsed();
        return failed.or(() -> opened)
                .or(() -> decided ? Optional.of("breaker") : Optional.empty())
                .filter(reason -> isNews(reason, elapsed));
    }

    /**
     * Whether another file for the same reason is due.
     *
     * @param reason why it would be written
     * @param elapsed monotonic time
     */
    public boolean isNews(String reason, Duration elapsed) {
        Duration before = last.get(reason);
        if (before != null && elapsed.minus(before).compareTo(PAUSE) < 0) {
            return false;
        }
        last.put(reason, elapsed);
        return true;
    }

    private Optional<String> failed(JobReading reading) {
        OptionalLong now = reading.status().restarts();
        boolean more = now.isPresent() && restarts.isPresent() && now.getAsLong() > restarts.getAsLong();
        boolean breaks = BROKEN.contains(reading.status().phase());
        boolean news = started && (more || (breaks && !broken));
        restarts = now.isPresent() ? now : restarts;
        broken = breaks;
        started = true;
        return news ? Optional.of("job-failure") : Optional.empty();
    }

    private Optional<String> opened(Assessment assessment) {
        List<Finding> now = assessment.findings().stream()
                .filter(finding -> finding.severity() == Severity.CRITICAL)
                .toList();
        Optional<String> news = now.stream()
                .filter(finding -> !critical.contains(finding.id()))
                .findFirst()
                .map(finding -> "finding-" + finding.kind().label());
        critical = new HashSet<>();
        now.forEach(finding -> critical.add(finding.id()));
        return news;
    }
}
