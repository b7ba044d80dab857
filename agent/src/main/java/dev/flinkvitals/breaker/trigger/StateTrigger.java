/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.trigger;

import static dev.flinkvitals.health.judgement.Words.bytes;

import dev.flinkvitals.breaker.Words;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.state.StateGrowth;
import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.JobReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The state grows without bound, and soon a savepoint of it will no longer fit into the checkpoint timeout. The time that a
 * savepoint takes is taken to grow like the state that doubles soonest, which is the early side of the truth. Stateless.
 */
final class StateTrigger implements Trigger {
    /** Half of the timeout: the same as what the preflight lets a savepoint take. */
    private static final double OF_TIMEOUT = 0.5;

    private final Duration horizon;

    /**
     * A trigger.
     *
     * @param horizon how far ahead it looks
     */
    StateTrigger(Duration horizon) {
        this.horizon = horizon;
    }

    @Override
    public Condition look(Assessment assessment, JobReading reading, WindowHistory history) {
        Optional<Duration> expected = assessment.checkpoints().expectedSnapshotTime();
        Optional<Duration> timeout = reading.checkpoints().settings().map(CheckpointSettings::timeout);
        if (expected.isEmpty() || timeout.isEmpty() || expected.get().isZero()) {
            return Condition.UNKNOWN;
        }
        Optional<StateGrowth> fastest = assessment.states().stream()
                .filter(s ->
                        s.unbounded() && s.bytes() > 0 && s.bytesPerSecond().orElse(0) > 0)
                .min(Comparator.comparingDouble(StateTrigger::doublingSeconds));
        if (fastest.isEmpty()) {
            return Condition.CALM;
        }
        StateGrowth growth = fastest.get();
        Duration limit = Times.times(timeout.get(), OF_TIMEOUT);
        double growsBy = Times.seconds(limit) / Times.seconds(expected.get()) - 1;
        Duration left = Times.ofSeconds(growsBy * doublingSeconds(growth));
        if (left.compareTo(horizon) > 0) {
            return Condition.CALM;
        }
        String state = growth.state().map(name -> "state '" + name + "'").orElse("the state") + " of "
                + growth.vertexName() + " grows by "
                + bytes(growth.bytesPerSecond().orElse(0)) + "/s and doubles in "
                + Words.time(Times.ofSeconds(doublingSeconds(growth)));
        String reason = state + "; a savepoint takes " + Words.time(expected.get()) + " now and half of the timeout of "
                + Words.time(timeout.get()) + " in " + Words.time(left);
        List<String> signals = new ArrayList<>();
        signals.add("by its sizes " + state);
        signals.addAll(Corroboration.ofState(reading, history));
        return new Condition.Holds(reason, Optional.of(left), Optional.empty(), signals);
    }

    private static double doublingSeconds(StateGrowth growth) {
        return growth.bytes() / growth.bytesPerSecond().orElse(Double.MIN_NORMAL);
    }
}
