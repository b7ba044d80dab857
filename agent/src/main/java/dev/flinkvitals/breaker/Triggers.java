/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import dev.flinkvitals.breaker.ledger.JobPast;
import dev.flinkvitals.breaker.ledger.PastAction;
import dev.flinkvitals.breaker.ledger.PastIncident;
import dev.flinkvitals.breaker.trigger.PolicyWatch;
import dev.flinkvitals.config.HealthConfig;
import dev.flinkvitals.config.Policy;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the policies of a job wish for. A policy that is off is not looked at. Nothing begins, ends or is wished for while too
 * little is known. Not thread safe.
 */
final class Triggers {
    /** Below this confidence even the health score has no colour. */
    static final double MIN_CONFIDENCE = 0.5;

    /** What has a deadline comes first, the shortest before all. */
    private static final Comparator<Wish> URGENT_FIRST =
            Comparator.comparing(wish -> wish.deadline().orElse(Duration.ofSeconds(Long.MAX_VALUE)));

    private final Map<Policy, PolicyWatch> watches = new EnumMap<>(Policy.class);
    private final PolicyWatch.History history = new PolicyWatch.History();
    private List<Wish> wishes = List.of();

    Triggers(SnapshotConfig config, HealthConfig health) {
        for (Policy policy : Policy.values()) {
            if (config.mode(policy) != SnapshotConfig.Mode.OFF) {
                watches.put(policy, new PolicyWatch(policy, config, health));
            }
        }
    }

    /** Goes on with the incidents of the past; a savepoint covered all those of its time. */
    void restore(JobPast past, Tick now) {
        past.incidents().stream()
                .sorted(Comparator.comparing(PastIncident::openedAt))
                .forEach(one -> watch(one.policy())
                        .ifPresent(watch -> watch.restore(one, covered(one, past), Past.elapsed(one.openedAt(), now))));
    }

    private static boolean covered(PastIncident incident, JobPast past) {
        return past.actions().stream()
                .filter(done -> done.action() == Action.SAVEPOINT && !done.probe())
                .filter(done -> done.result() == PastAction.Result.DONE)
                .anyMatch(done -> Action.of(incident.policy()) == Action.SAVEPOINT
                        && !done.at().isBefore(incident.openedAt()));
    }

    /** Looks at one cycle. */
    void observe(Assessment assessment, JobReading reading, boolean windowEnds, Consumer<BreakerEvent> events) {
        if (assessment.phase().isTerminal()) {
            watches.values().forEach(PolicyWatch::rest);
            wishes = List.of();
            return;
        }
        if (windowEnds) {
            history.mark(reading);
        }
        boolean certain = assessment.confidence() >= MIN_CONFIDENCE;
        watches.values().forEach(watch -> watch.observe(assessment, reading, history, certain, windowEnds, events));
        wishes = !certain
                ? List.of()
                : watches.values().stream()
                        .flatMap(watch -> watch.wish(assessment).stream())
                        .sorted(URGENT_FIRST)
                        .toList();
    }

    /** What is wanted in this cycle, the most urgent first. */
    List<Wish> wishes() {
        return wishes;
    }

    /** Whether any condition holds, sustained or not, whatever its incident got. */
    boolean ill() {
        return watches.values().stream().anyMatch(PolicyWatch::ill);
    }

    /** Whether the incident lasts and got no action yet. */
    boolean asks(Wish wish) {
        return watch(wish.policy()).filter(watch -> watch.asks(wish.incident())).isPresent();
    }

    Check flapping(Policy policy) {
        return watch(policy)
                .map(PolicyWatch::flapping)
                .orElseGet(() -> Check.unknown(Rule.FLAPPING, policy.label() + " is off"));
    }

    /**
     * The incident got its action, and so did the others that the same action covers: a savepoint holds the whole job.
     *
     * @param wish what was done
     * @param mode whether it was done or rehearsed
     */
    void settle(Wish wish, SnapshotConfig.Mode mode) {
        for (PolicyWatch watch : watches.values()) {
            if (watch.policy() == wish.policy()) {
                if (watch.asks(wish.incident())) {
                    watch.settle();
                }
            } else if (watch.mode() == mode && Action.of(watch.policy()) == wish.action()) {
                watch.settle();
            }
        }
        wishes = wishes.stream().filter(this::asks).toList();
    }

    private Optional<PolicyWatch> watch(Policy policy) {
        return Optional.ofNullable(watches.get(policy));
    }
}
