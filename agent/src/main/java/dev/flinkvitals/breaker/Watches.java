/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import dev.flinkvitals.breaker.BreakerEvent.Kind;
import dev.flinkvitals.breaker.outcome.EffectWatch;
import dev.flinkvitals.breaker.outcome.OutcomeWatch;
import dev.flinkvitals.breaker.outcome.SourceThroughput;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is looked for after the actions of one job. As many watches as actions within one watch. Not thread safe. */
final class Watches {
    private final SnapshotConfig config;
    private final SourceThroughput throughput = new SourceThroughput();
    private final List<OutcomeWatch> outcomes = new ArrayList<>();
    private final List<EffectWatch> effects = new ArrayList<>();
    private @Nullable JobReading last;

    /** Takes what was found. */
    interface Listener {
        /** A watch is over. */
        void outcome(Decision.Act act, Kind kind, String text);

        /** An action did not improve what it was for. */
        void useless(Decision.Act act);
    }

    Watches(SnapshotConfig config) {
        this.config = config;
    }

    void observe(Assessment assessment, JobReading reading, boolean windowEnds, Listener listener) {
        last = reading;
        if (windowEnds) {
            throughput.mark(assessment, reading);
        }
        outcomes.removeIf(watch -> {
            Optional<OutcomeWatch.Finding> found = watch.observe(assessment, reading);
            // That a failed action did no further harm is not worth a word.
            found.filter(finding -> watch.completed() || finding.kind() == Kind.HARMFUL)
                    .ifPresent(finding -> listener.outcome(watch.act(), finding.kind(), finding.text()));
            return found.isPresent();
        });
        effects.removeIf(watch -> {
            Optional<Boolean> helped = watch.observe(assessment, reading);
            helped.filter(yes -> !yes).ifPresent(no -> listener.useless(watch.act()));
            return helped.isPresent();
        });
    }

    void triggered(Decision.Act act, Tick tick) {
        if (last != null) {
            outcomes.add(new OutcomeWatch(act, tick, last, throughput.median(), config.watch()));
        }
    }

    Optional<Tick> triggeredAt(Decision.Act act) {
        return watch(act).map(OutcomeWatch::triggered);
    }

    void ended(Decision.Act act, boolean completed, Tick tick) {
        watch(act).ifPresent(watch -> watch.ended(completed, tick));
        if (completed && act.purpose() == Decision.Purpose.ACTION) {
            effects.add(new EffectWatch(act, tick, config.watch(), config.exposure()));
        }
    }

    void forget(Decision.Act act) {
        outcomes.removeIf(watch -> watch.act() == act);
    }

    private Optional<OutcomeWatch> watch(Decision.Act act) {
        return outcomes.stream().filter(watch -> watch.act() == act).findFirst();
    }
}
