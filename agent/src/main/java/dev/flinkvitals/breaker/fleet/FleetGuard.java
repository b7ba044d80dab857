/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.fleet;

import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Holds all jobs of a cluster when many are ill at once: then the cause is a common one (storage, network, a host), which no
 * snapshot cures and which snapshots of all jobs at the same time would make worse.
 *
 * <p>A job counts from the first sight of its condition, whether that is sustained or not and whatever its incident got, so that
 * the first job to be sure finds the others counted already; and until five minutes after it was last seen.
 *
 * <p>Each cycle: {@link #observe} for each job, then {@link #verdict}. Remembers one time for each ill job. Not thread safe.
 */
public final class FleetGuard {
    /** With fewer ill jobs it may be chance. */
    static final int MIN_JOBS = 3;

    /** Half of the cluster: Kubernetes stops evicting at a similar share of a zone. */
    static final double MIN_SHARE = 0.5;

    /** How long a job counts after its condition was last seen. */
    static final Duration TOGETHER = Duration.ofMinutes(5);

    private final Map<JobId, Duration> lastIll = new HashMap<>();
    private boolean held;
    private boolean alert;

    /**
     * Takes one job's state of one cycle.
     *
     * @param job the job
     * @param ill whether anything calls for an action, sustained or not
     * @param tick when
     */
    public void observe(JobId job, boolean ill, Tick tick) {
        if (ill) {
            lastIll.put(job, tick.elapsed());
        }
    }

    /** The job is gone. */
    public void forget(JobId job) {
        lastIll.remove(job);
    }

    /**
     * Whether anybody may act.
     *
     * @param jobs jobs of the cluster, ill or not
     * @param tick when
     * @return the verdict
     */
    public FleetVerdict verdict(int jobs, Tick tick) {
        lastIll.values().removeIf(seen -> tick.elapsed().minus(seen).compareTo(TOGETHER) > 0);
        int ill = lastIll.size();
        // A count that lags behind must not make the share look larger than whole.
        int all = Math.max(jobs, ill);
        boolean hold = ill >= MIN_JOBS && ill >= MIN_SHARE * all;
        alert |= hold && !held;
        held = hold;
        String evidence = ill + " of " + all + " jobs " + (ill == 1 ? "is" : "are") + " ill within 5 min"
                + (hold ? ": a common cause, nobody acts" : "");
        return new FleetVerdict(hold, ill, all, evidence);
    }

    /**
     * Whether the guard has begun to hold since this was last asked: one alert for all jobs.
     *
     * @return true once each time
     */
    public boolean takeAlert() {
        boolean news = alert;
        alert = false;
        return news;
    }
}
