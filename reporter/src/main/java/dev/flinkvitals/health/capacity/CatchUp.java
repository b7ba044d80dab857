/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.capacity;

import dev.flinkvitals.health.estimate.Interval;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Time until a lag is worked off. Two limits count, and the tighter one rules: each source subtask works off its own lag with
 * what it can read itself, and all of them share what the job can take in.
 *
 * <pre>
 * T = max( max over subtasks L_s / (C_s - lambda_s),  sum L / (C_job - sum lambda) )
 * </pre>
 *
 * Near saturation the result is ill-conditioned (an error of a tenth in C may triple it), so it is an interval.
 */
public final class CatchUp {
    private CatchUp() {}

    /**
     * One source subtask's part.
     *
     * @param records records that wait before it
     * @param arrivalPerSecond records per second that arrive there
     * @param capacityPerSecond records per second that it can read itself; empty if that is not known or no limit
     */
    public record Share(double records, double arrivalPerSecond, OptionalDouble capacityPerSecond) {}

    /**
     * The time.
     *
     * @param shares the source subtasks
     * @param job records per second that the job can take in
     * @return seconds; infinite where the lag would grow; empty if there are no shares
     */
    public static Optional<Interval> seconds(List<Share> shares, Interval job) {
        if (shares.isEmpty() || !(job.mid() > 0)) {
            return Optional.empty();
        }
        double fast = seconds(shares, job.high(), job.high() / job.mid());
        double mid = Math.max(fast, seconds(shares, job.mid(), 1));
        double slow = Math.max(mid, seconds(shares, job.low(), job.low() / job.mid()));
        return Optional.of(new Interval(fast, mid, slow));
    }

    private static double seconds(List<Share> shares, double capacity, double factor) {
        double records = 0;
        double arrival = 0;
        double longest = 0;
        for (Share share : shares) {
            records += share.records();
            arrival += share.arrivalPerSecond();
            if (share.capacityPerSecond().isPresent()) {
                double own = share.capacityPerSecond().getAsDouble() * factor;
                longest = Math.max(longest, seconds(share.records(), own - share.arrivalPerSecond()));
            }
        }
        return Math.max(longest, seconds(records, capacity - arrival));
    }

    private static double seconds(double records, double spare) {
        if (records <= 0) {
            return 0;
        }
        return spare > 0 ? records / spare : Double.POSITIVE_INFINITY;
    }
}
