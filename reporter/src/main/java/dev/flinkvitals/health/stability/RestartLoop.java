/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.stability;

import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.signals.JobFailure;
import dev.flinkvitals.signals.RestartReading;
import dev.flinkvitals.signals.RestartStrategy;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A job that fails again soon after each restart: three failures or more, none further from the next, or the last one from
 * now, than five windows and the longest pause.
 *
 * @param failures how many in a row
 * @param span from the first of them to the last
 * @param cause the class that most of them have
 * @param newest the last of them
 * @param accelerates whether the later half of the gaps is shorter than the earlier half, by a third or more
 */
record RestartLoop(int failures, Duration span, FailureClass cause, JobFailure newest, boolean accelerates) {
    static final int FAILURES = 3;
    private static final double GAP_WINDOWS = 5;

    /** The longest pause where the strategy is not known: Flink's default. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private static final double FASTER = 2.0 / 3;

    /**
     * The loop that the job is in.
     *
     * @param restarts what is known of its failures
     * @param now when
     * @param window length of a window
     * @return the loop; empty if it is in none
     */
    static Optional<RestartLoop> of(RestartReading restarts, Instant now, Duration window) {
        List<JobFailure> run = run(restarts, now, longestGap(restarts, window));
        if (run.size() < FAILURES) {
            return Optional.empty();
        }
        JobFailure newest = run.get(0);
        return Optional.of(new RestartLoop(
                run.size(),
                Duration.between(run.get(run.size() - 1).at(), newest.at()),
                mostFrequent(run),
                newest,
                accelerates(run)));
    }

    /** Failures with a gap longer than this between them have nothing to do with each other. */
    static Duration longestGap(RestartReading restarts, Duration window) {
        Duration pause = restarts.strategy().map(RestartStrategy::maxBackoff).orElse(LONGEST_PAUSE);
        return Times.times(window, GAP_WINDOWS).plus(pause);
    }

    private static List<JobFailure> run(RestartReading restarts, Instant now, Duration longestGap) {
        Instant later = now;
        int length = 0;
        for (JobFailure failure : restarts.failures()) {
            if (Duration.between(failure.at(), later).compareTo(longestGap) > 0) {
                break;
            }
            later = failure.at();
            length++;
        }
        return restarts.failures().subList(0, length);
    }

    /** The most frequent class, of equally frequent ones that of the newest failure. */
    private static FailureClass mostFrequent(List<JobFailure> run) {
        Map<FailureClass, Integer> counts = new EnumMap<>(FailureClass.class);
        run.forEach(failure -> counts.merge(FailureClass.of(failure), 1, Integer::sum));
        FailureClass best = FailureClass.of(run.get(0));
        for (Map.Entry<FailureClass, Integer> entry : counts.entrySet()) {
            if (entry.getValue() > counts.getOrDefault(best, 0)) {
                best = entry.getKey();
            }
        }
        return best;
    }

    private static boolean accelerates(List<JobFailure> newestFirst) {
        int middle = newestFirst.size() / 2;
        double later = Times.seconds(Duration.between(
                        newestFirst.get(middle).at(), newestFirst.get(0).at()))
                / middle;
        double earlier = Times.seconds(Duration.between(
                        newestFirst.get(newestFirst.size() - 1).at(),
                        newestFirst.get(middle).at()))
                / (newestFirst.size() - 1 - middle);
        return later < FASTER * earlier;
    }
}
