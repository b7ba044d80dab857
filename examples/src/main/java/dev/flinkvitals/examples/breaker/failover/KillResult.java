/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.failover;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flinkvitals.examples.breaker.Comparison;
import dev.flinkvitals.examples.breaker.Proof;
import dev.flinkvitals.examples.breaker.Site;
import java.util.Locale;
import java.util.Optional;

/**
 * What came of a kill.
 *
 * @param kill the kill
 * @param seen how far the action had come, as seen from outside
 * @param takenOver seconds from the kill until the job ran again
 * @param protectedAfter seconds from the kill until a savepoint was known to be whole; empty: none ever was
 * @param begun savepoints that Flink began to write
 * @param whole savepoints that can be restored from
 * @param own the state of the job itself, after its restart
 * @param restored the state of a job that was restored from the savepoint
 */
record KillResult(
        Kill kill,
        KillMoment.Sign seen,
        double takenOver,
        Optional<Double> protectedAfter,
        int begun,
        int whole,
        Comparison own,
        Optional<Comparison> restored) {
    /** Savepoints beyond the one that the incident may have. */
    int duplicates() {
        return Math.max(0, whole - 1);
    }

    /** Whether the job was never protected, or its state is not what it has to be. */
    boolean isLoss() {
        return restored.filter(state -> state.isExact(Site.KEYS)).isEmpty()
                || own.lost() + own.twice() + own.wrong() > 0;
    }

    void write(ObjectNode json) {
        json.put("moment", kill.moment().label());
        json.put("delay_ms", kill.delay().toMillis());
        json.put("seen", seen.label());
        Proof.seconds(json, "taken_over_s", Optional.of(takenOver));
        Proof.seconds(json, "protected_s", protectedAfter);
        json.put("begun", begun);
        json.put("whole", whole);
        restored.ifPresent(state -> state.write(json.putObject("restored")));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "the job ran again after %.0f s, %s; %d savepoints begun, %d whole; restored: %s",
                takenOver,
                protectedAfter
                        .map(seconds -> String.format(Locale.ROOT, "protected after %.0f s", seconds))
                        .orElse("never protected"),
                begun,
                whole,
                restored.map(Comparison::toString).orElse("nothing"));
    }
}
