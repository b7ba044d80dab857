/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.failover;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One kill of a leader.
 *
 * @param number from 1
 * @param moment when
 * @param delay from the moment's sign to the kill
 */
record Kill(int number, KillMoment moment, Duration delay) {
    /** So many kills, over all moments in turn; those of one moment spread over its time. */
    static List<Kill> spread(int count) {
        KillMoment[] moments = KillMoment.values();
        int rounds = (count + moments.length - 1) / moments.length;
        List<Kill> kills = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            KillMoment moment = moments[i % moments.length];
            int round = i / moments.length;
            double share = (round + 0.5) / rounds;
            kills.add(new Kill(i + 1, moment, Duration.ofNanos((long)
                    (share * moment.spread().toNanos()))));
        }
        return kills;
    }

    @Override
    public String toString() {
        return number + " (" + moment.label() + " + " + delay.toMillis() + " ms)";
    }
}
