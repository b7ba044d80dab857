/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.inside;

import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.finding.Severity;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.KeyGroupEvidence;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Sees that one key takes the time of a busy subtask: one key group has more than three times its fair share of the time. A
 * key group is the least that Flink can move to another subtask, so more parallelism cannot help.
 *
 * <p>With few samples one of many groups is always ahead by chance. The share counts only as far as it is certain: its lower
 * bound of three standard deviations (Wilson, 1927) has to be above the limit, and to be worth a word at all it has to be at
 * least a tenth.
 */
public final class HotKeyRule {
    /** With fewer samples than this nothing is said. */
    static final int LEAST_SAMPLES = 20;

    private static final double FAIR_SHARES = 3;
    private static final double LEAST_SHARE = 0.1;
    /** From here on the key alone keeps a quarter of a subtask busy: more than a 4-fold speed-up is out of reach. */
    private static final double HARMFUL_SHARE = 0.25;
    /** Uneven keys without pressure cost nothing. */
    private static final double BUSY = 0.7;
    /** Three standard deviations. */
    private static final double CERTAINTY = 3;

    private HotKeyRule() {}

    /**
     * Looks at what was sampled.
     *
     * @param reading the job; its evidence as {@link PlausibleEvidence} leaves it
     * @param loads load per vertex
     * @return one observation for each subtask with a hot key
     */
    public static List<Observation> observe(JobReading reading, List<VertexLoad> loads) {
        return reading.inside().keyGroups().stream()
                .filter(HotKeyRule::isHot)
                .filter(evidence -> isBusy(evidence.subtask().vertex(), loads))
                .map(evidence -> observation(evidence, reading.topology()))
                .toList();
    }

    static boolean isHot(KeyGroupEvidence evidence) {
        if (evidence.samples() < LEAST_SAMPLES || evidence.keyGroups() < 2) {
            return false;
        }
        double fair = 1.0 / evidence.keyGroups();
        // Of few groups each has a large fair share: three times as much may not exist, half of the way to all does.
        double limit = Math.min(FAIR_SHARES * fair, (1 + fair) / 2);
        double certain = lowerBound(share(evidence), evidence.samples());
        return certain >= LEAST_SHARE && certain > limit;
    }

    private static boolean isBusy(VertexId vertex, List<VertexLoad> loads) {
        OptionalDouble busy = loads.stream()
                .filter(load -> load.vertex().equals(vertex))
                .flatMapToDouble(load -> load.busyMax().stream())
                .findFirst();
        // It was busy when it was sampled: what is not known now does not take that back.
        return busy.orElse(1) >= BUSY;
    }

    private static double share(KeyGroupEvidence evidence) {
        return Math.min(1, (double) evidence.hottestSamples() / evidence.samples());
    }

    private static double lowerBound(double share, int samples) {
        double z2 = CERTAINTY * CERTAINTY;
        double middle = share + z2 / (2 * samples);
        double reach = CERTAINTY * Math.sqrt(share * (1 - share) / samples + z2 / (4.0 * samples * samples));
        return (middle - reach) / (1 + z2 / samples);
    }

    private static Observation observation(KeyGroupEvidence evidence, Topology topology) {
        SubtaskId subtask = evidence.subtask();
        String name = topology.vertex(subtask.vertex())
                .map(Topology.Vertex::name)
                .orElse(subtask.vertex().hex());
        double share = share(evidence);
        return Observation.of(
                FindingKind.HOT_KEY,
                share >= HARMFUL_SHARE ? Severity.WARNING : Severity.INFO,
                Place.subtask(subtask.vertex(), name, subtask.index()),
                "hot_key",
                "key group " + evidence.hottest() + " takes " + Words.percent(share) + " of the time of subtask "
                        + subtask.index() + " of vertex '" + name + "', where "
                        + Words.percent(1.0 / evidence.keyGroups())
                        + " would be fair: one key, or very few, carry the load, and all records of a key go to one"
                        + " subtask, so more parallelism cannot help",
                List.of(
                        new Evidence("share of the time", share, "1"),
                        new Evidence("fair share", 1.0 / evidence.keyGroups(), "1"),
                        new Evidence("samples", evidence.samples(), "{sample}")));
    }
}
