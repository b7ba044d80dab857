/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Remembers one component's last finding, so that losing a signal never makes the job look better: a finding that lacks a
 * signal it had before, or for which not all TaskManagers were heard, keeps at least the last severity; without any
 * signal the last finding holds while its freshness wanes (full for two windows, none after six); after that the
 * component is unknown, and its last severity goes on costing points. Not thread-safe.
 */
final class ComponentMemory {
    private static final double FRESH_WINDOWS = 2;
    private static final double STALE_WINDOWS = 6;

    private final double windowSeconds;
    private final Set<String> seen = new HashSet<>();
    private Finding.@Nullable Known last;
    private Duration lastAt = Duration.ZERO;

    ComponentMemory(Duration window) {
        this.windowSeconds = Times.seconds(window);
    }

    /**
     * A finding with what memory adds to it.
     *
     * @param finding what holds now
     * @param last severity and the rest of the last known finding; null if there was none
     */
    record Settled(Finding finding, Finding.@Nullable Known last) {}

    /**
     * Takes the finding of one cycle.
     *
     * @param finding what the rule found
     * @param allHeard whether every TaskManager was heard, as far as the component depends on them
     * @param elapsed monotonic time of this cycle
     * @return what holds
     */
    Settled settle(Finding finding, boolean allHeard, Duration elapsed) {
        Finding settled = finding.fold(
                known -> known(known, allHeard, elapsed), missing -> missing(missing, elapsed), notApplicable -> {
                    last = null;
                    seen.clear();
                    return notApplicable;
                });
        return new Settled(settled, last);
    }

    private Finding known(Finding.Known known, boolean allHeard, Duration elapsed) {
        Set<String> lost = new TreeSet<>(seen);
        lost.removeAll(known.signals());
        seen.addAll(known.signals());
        double present = seen.isEmpty() ? 1 : (double) known.signals().size() / seen.size();
        boolean complete = lost.isEmpty() && allHeard;
        Finding.Known before = last;
        Finding.Known now = !complete && before != null && before.severity() > known.severity()
                ? new Finding.Known(
                        before.severity(),
                        before.reason(),
                        before.place(),
                        before.evidence(),
                        known.confidence() * present,
                        known.signals())
                : new Finding.Known(
                        known.severity(),
                        known.reason(),
                        known.place(),
                        known.evidence(),
                        known.confidence() * present,
                        known.signals());
        last = now;
        lastAt = elapsed;
        if (complete || now.severity() == known.severity()) {
            return now;
        }
        String why = lost.isEmpty() ? "not every TaskManager was heard" : "missing now: " + String.join(", ", lost);
        return withReason(now, now.reason() + " (kept, because evidence is incomplete; " + why + ")", now.confidence());
    }

    private Finding missing(Finding.Missing missing, Duration elapsed) {
        Finding.Known before = last;
        if (before == null) {
            return missing;
        }
        Duration age = elapsed.minus(lastAt);
        double windows = Times.seconds(age) / windowSeconds;
        double freshness = Math.min(1, (STALE_WINDOWS - windows) / (STALE_WINDOWS - FRESH_WINDOWS));
        if (freshness <= 0) {
            return missing;
        }
        return withReason(
                before, before.reason() + " (" + Words.duration(age) + " ago)", before.confidence() * freshness);
    }

    private static Finding.Known withReason(Finding.Known known, String reason, double confidence) {
        return new Finding.Known(
                known.severity(), reason, known.place(), known.evidence(), confidence, known.signals());
    }
}
