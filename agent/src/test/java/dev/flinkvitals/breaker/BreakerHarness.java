/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.breaker.schedule.SimulatedJob;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.config.SnapshotConfig.Mode;
import dev.flinkvitals.health.exhaustion.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/** A breaker on a simulated job whose time passes in cycles of ten seconds. */
final class BreakerHarness {
    static final Duration CYCLE = Duration.ofSeconds(10);

    final SimulatedJob job = new SimulatedJob(1);
    final List<BreakerEvent> events = new ArrayList<>();
    SnapshotBreaker breaker;
    Surroundings around = Surroundings.ASSUMED_FREE;

    /** Always draws the upper end, so that back-offs are as long as they can be. */
    private static final class LongestPause implements RandomGenerator {
        @Override
        public long nextLong() {
            return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    }

    BreakerHarness(SnapshotConfig config) {
        breaker = new SnapshotBreaker(config, Configs.HEALTH, new LongestPause());
    }

    void takeOver(SnapshotConfig config, Past past) {
        breaker = new SnapshotBreaker(config, Configs.HEALTH, new LongestPause(), past, job.tick());
    }

    void pass(Duration time) {
        for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plus(CYCLE)) {
            cycle();
        }
    }

    void cycle() {
        job.later(CYCLE);
        breaker.observe(job.assessment(), job.reading());
        events.addAll(breaker.takeEvents());
    }

    BreakerHarness overdue() {
        job.exposure = OptionalDouble.of(2.5);
        pass(Duration.ofMinutes(5));
        return this;
    }

    /** The exposure ends, as after a checkpoint. */
    BreakerHarness calm() {
        job.exposure = OptionalDouble.of(1);
        cycle();
        return this;
    }

    BreakerHarness runningOut() {
        job.forecasts = List.of(SimulatedJob.forecast(Resource.HEAP, Duration.ofMinutes(20)));
        pass(Duration.ofMinutes(5));
        return this;
    }

    Decision decide() {
        return decide(Mode.ACTIVE);
    }

    Decision decide(Mode mode) {
        Wish wish = breaker.wish(mode).orElseThrow(() -> new AssertionError("expected a wish"));
        return breaker.decide(wish, job.assessment(), job.reading(), job.evidence(), around);
    }

    Decision.Act act() {
        Decision decision = decide();
        assertThat(decision).as(decision.reason()).isInstanceOf(Decision.Act.class);
        return (Decision.Act) decision;
    }

    Decision.Act triggered() {
        Decision.Act act = act();
        breaker.triggered(act, job.tick());
        return act;
    }

    Decision.Act completed() {
        Decision.Act act = triggered();
        breaker.completed(act, true, job.tick());
        return act;
    }

    Decision.Act failed() {
        Decision.Act act = triggered();
        breaker.failed(act, job.tick());
        return act;
    }

    Check check(Rule rule) {
        return check(decide(), rule);
    }

    static Check check(Decision decision, Rule rule) {
        return decision.checks().stream()
                .filter(check -> check.rule() == rule)
                .findFirst()
                .orElseThrow();
    }

    List<BreakerEvent.Kind> kinds() {
        events.addAll(breaker.takeEvents());
        return events.stream().map(BreakerEvent::kind).toList();
    }
}
