/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.score;

import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.health.judgement.Words;
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
public final class ComponentMemory {
    private static final double FRESH_WINDOWS = 2;
    private static final double STALE_WINDOWS = 6;

    private final double windowSeconds;
    private final Set<String> seen = new HashSet<>();
    private Judgement.@Nullable Known last;
    private Duration lastAt = Duration.ZERO;

    public ComponentMemory(Duration window) {
        this.windowSeconds = Times.seconds(window);
    }

    /**
     * A finding with what memory adds to it.
     *
     * @param finding what holds now
     * @param last severity and the rest of the last known finding; null if there was none
     */
    public record Settled(Judgement finding, Judgement.@Nullable Known last) {}

    /**
     * Takes the finding of one cycle.
     *
     * @param finding what the rule found
     * @param allHeard whether every TaskManager was heard, as far as the component depends on them
     * @param elapsed monotonic time of this cycle
     * @return what holds
     */
    public Settled settle(Judgement finding, boolean allHeard, Duration elapsed) {
        Judgement settled = finding.fold(
                known -> known(known, allHeard, elapsed), missing -> missing(missing, elapsed), notApplicable -> {
                    last = null;
                    seen.clear();
                    return notApplicable;
                });
        return new Settled(settled, last);
    }

    private Judgement known(Judgement.Known known, boolean allHeard, Duration elapsed) {
        Set<String> lost = new TreeSet<>(seen);
        lost.removeAll(known.signals());
        seen.addAll(known.signals());
        double present = seen.isEmpty() ? 1 : (double) known.signals().size() / seen.size();
        boolean complete = lost.isEmpty() && allHeard;
        Judgement.Known before = last;
        Judgement.Known source = !complete && before != null && before.severity() > known.severity() ? before : known;
        Judgement.Known now = with(source, source.reason(), known.confidence() * present);
        last = now;
        lastAt = elapsed;
        if (source.equals(known)) {
            return now;
        }
        String why = lost.isEmpty() ? "not every TaskManager was heard" : "missing now: " + String.join(", ", lost);
        return with(now, now.reason() + " (kept, because evidence is incomplete; " + why + ")", now.confidence());
    }

    private Judgement missing(Judgement.Missing missing, Duration elapsed) {
        Judgement.Known before = last;
        if (before == null) {
            return missing;
        }
        Duration age = elapsed.minus(lastAt);
        double windows = Times.seconds(age) / windowSeconds;
        double freshness = Math.min(1, (STALE_WINDOWS - windows) / (STALE_WINDOWS - FRESH_WINDOWS));
        if (freshness <= 0) {
            return missing;
        }
        return with(before, before.reason() + " (" + Words.duration(age) + " ago)", before.confidence() * freshness);
    }

    private static Judgement.Known with(Judgement.Known known, String reason, double confidence) {
        return new Judgement.Known(
                known.severity(), reason, known.place(), known.evidence(), confidence, known.signals());
    }
}
