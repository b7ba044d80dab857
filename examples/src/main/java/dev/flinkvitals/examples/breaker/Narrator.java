/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Says what is new in what the breaker says of a job. Not thread safe. */
public final class Narrator {
    private final Consumer<String> say;
    private final Instant start;
    private final Set<BreakerView.DecisionView> decided = new HashSet<>();
    private final Map<Optional<Instant>, String> results = new HashMap<>();
    private final Set<BreakerView.TransitionView> happened = new HashSet<>();

    /**
     * A narrator that has said nothing yet.
     *
     * @param say takes the lines
     * @param start from when on seconds are counted
     */
    public Narrator(Consumer<String> say, Instant start) {
        this.say = say;
        this.start = start;
    }

    /**
     * Says what is new.
     *
     * @param view what the breaker says now
     */
    public void tell(BreakerView view) {
        view.transitions().stream()
                .filter(happened::add)
                .forEach(transition -> say.accept(at(transition.at()) + transition.kind() + " (" + transition.action()
                        + "): " + transition.text()));
        view.decisions().stream()
                .filter(decided::add)
                .forEach(decision -> say.accept(
                        at(decision.at()) + decision.action() + " " + decision.outcome() + ": " + decision.reason()));
        view.snapshots().forEach(snapshot -> {
            String result = snapshot.result()
                    + snapshot.error().map(error -> ", " + error).orElse("")
                    + snapshot.outcome().map(outcome -> ", " + outcome).orElse("");
            if (!result.equals(results.put(snapshot.startedAt(), result))) {
                say.accept("  " + (snapshot.probe() ? "probe" : snapshot.action()) + ": " + result);
            }
        });
    }

    private String at(Optional<Instant> moment) {
        return moment.map(time -> String.format(
                        Locale.ROOT,
                        "  %5.1f s: ",
                        Duration.between(start, time).toMillis() / 1000.0))
                .orElse("  ");
    }
}
