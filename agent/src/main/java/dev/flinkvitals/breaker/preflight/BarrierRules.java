/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.preflight;

import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.breaker.Rule;
import dev.flinkvitals.breaker.Words;
import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.CheckpointSettings;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Whether barriers get through. A savepoint's are always aligned, whatever the job's checkpoints do. Stateless. */
final class BarrierRules {
    /** At half of the time backpressured, Flink's own page says HIGH; a barrier then waits behind full buffers. */
    static final double BACKPRESSURE_LIMIT = 0.5;

    /** Barriers that take more of the timeout than this leave too little for the upload, and may come later still. */
    static final double SHARE_OF_TIMEOUT = 0.3;

    private static final String NO_BARRIERS = "a restart sends no barriers";

    private BarrierRules() {}

    static Check backpressure(Preflight in) {
        Rule rule = Rule.BACKPRESSURE;
        if (in.restart()) {
            return Check.of(rule, true, NO_BARRIERS);
        }
        if (!in.savepoint() && in.unaligned()) {
            return Check.of(rule, true, "checkpoints are unaligned: barriers overtake buffers");
        }
        List<VertexLoad> vertices = in.assessment().vertices();
        Optional<VertexLoad> worst = vertices.stream()
                .filter(v -> v.backPressuredMax().isPresent())
                .max(Comparator.comparingDouble(v -> v.backPressuredMax().orElse(0)));
        if (worst.isPresent() && worst.get().backPressuredMax().orElse(1) >= BACKPRESSURE_LIMIT) {
            return Check.of(rule, false, most(worst.get()) + "; an aligned barrier would wait behind its buffers");
        }
        Optional<VertexLoad> unknown =
                vertices.stream().filter(v -> v.backPressuredMax().isEmpty()).findFirst();
        if (worst.isEmpty() || unknown.isPresent()) {
            String which = unknown.map(v -> " of " + v.name()).orElse("");
            return Check.unknown(rule, "backpressure" + which + " is not known");
        }
        return Check.of(rule, true, most(worst.get()));
    }

    private static String most(VertexLoad worst) {
        return worst.name() + " is backpressured "
                + Words.percent(worst.backPressuredMax().orElse(0)) + " of the time, limit "
                + Words.percent(BACKPRESSURE_LIMIT);
    }

    static Check barriers(Preflight in) {
        Rule rule = Rule.BARRIERS;
        if (in.restart()) {
            return Check.of(rule, true, NO_BARRIERS);
        }
        Optional<Duration> timeout = in.settings().map(CheckpointSettings::timeout);
        if (timeout.isEmpty()) {
            return Check.unknown(rule, "the checkpoint timeout is not known");
        }
        Duration limit = Times.times(timeout.get(), SHARE_OF_TIMEOUT);
        Optional<Duration> time = in.barriers();
        if (time.isEmpty()) {
            return Check.unknown(
                    rule,
                    in.overtaking()
                            ? "checkpoints are unaligned and a savepoint is not: how long its barriers take is not"
                                    + " known, unless checkpoints overtake nothing or buffer debloating estimates it"
                            : "how long barriers take is not known before a checkpoint completed");
        }
        return Check.of(
                rule,
                time.get().compareTo(limit) < 0,
                what(in) + Words.time(time.get()) + ", limit " + Words.time(limit) + ", "
                        + Words.percent(SHARE_OF_TIMEOUT) + " of the timeout");
    }

    private static String what(Preflight in) {
        if (!in.overtaking()) {
            return "start delay and alignment take (p95) ";
        }
        return in.pace().alignedBarriers().isPresent()
                ? "start delay and alignment of checkpoints that overtake nothing take (p95) "
                : "barriers have to wait for what is in the buffers of the slowest path, ";
    }
}
