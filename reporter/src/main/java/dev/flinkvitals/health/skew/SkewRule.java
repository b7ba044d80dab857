/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.skew;

import dev.flinkvitals.health.capacity.CapacityOutlook;
import dev.flinkvitals.health.capacity.KeyGroups;
import dev.flinkvitals.health.estimate.Curve;
import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.finding.Severity;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.health.load.JobLoad;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges how much capacity an uneven split makes unusable. Skew without pressure is free: it counts in full from a busiest
 * subtask that is busy 70 % of the time, and not at all below 50 %. Not thread-safe.
 */
public final class SkewRule {
    private static final Curve LOSS = new Curve(0.3, 0.5, 0.8);
    private static final double FREE = 0.5;
    private static final double PRESSED = 0.7;

    /** Key groups that divide worse than this are worth a word. */
    private static final double UNEVEN_GROUPS = 0.2;

    /** A split that is this much worse than its key groups explain has another reason as well. */
    private static final double UNEXPLAINED = 0.15;

    private static final int NEEDED = 3;
    private static final int FOUR_WINDOWS = 0xF;

    private final Map<VertexId, Integer> uneven = new HashMap<>();

    /**
     * Judges one cycle.
     *
     * @param topology the job graph
     * @param load the job's load
     * @param outlook skew loss of each vertex
     * @return the judgement
     */
    public Judgement judge(Topology topology, JobLoad load, CapacityOutlook outlook) {
        if (!topology.vertices().isEmpty() && topology.vertices().stream().allMatch(v -> v.parallelism() == 1)) {
            return new Judgement.NotApplicable("every vertex has one subtask: there is nothing to divide");
        }
        VertexLoad worst = null;
        double worstLoss = 0;
        double worstSeverity = 0;
        boolean known = false;
        for (CapacityOutlook.VertexCapacity vertex : outlook.vertices()) {
            Optional<VertexLoad> own = load.vertex(vertex.vertex());
            if (own.isEmpty() || vertex.skewLoss().isEmpty()) {
                continue;
            }
            known = true;
            double loss = vertex.skewLoss().getAsDouble();
            double severity = LOSS.severity(loss) * pressure(own.orElseThrow());
            if (worst == null || severity > worstSeverity || (severity == worstSeverity && loss > worstLoss)) {
                worst = own.orElseThrow();
                worstLoss = loss;
                worstSeverity = severity;
            }
        }
        if (!known || worst == null) {
            return new Judgement.Missing("no busy times of several subtasks over a complete window yet");
        }
        return new Judgement.Known(
                worstSeverity,
                worstSeverity == 0
                        ? "work is divided well enough: the least even vertex is '" + worst.name() + "', "
                                + Words.percent(worstLoss) + " of its capacity is out of reach"
                        : words(worst, worstLoss),
                worstSeverity == 0 ? Place.JOB : Place.subtask(worst.vertex(), worst.name(), worst.busiestSubtask()),
                List.of(
                        new Evidence("capacity lost to the uneven split", worstLoss, "1"),
                        new Evidence("busy share", worst.busyMax().orElse(0), "1")),
                1,
                Set.of("busy time"));
    }

    /**
     * What is wrong.
     *
     * @param topology the job graph
     * @param load the job's load
     * @param outlook skew loss of each vertex
     * @param keyed vertices that hold keyed state
     * @param hotKeys vertices of which one key is known to take most of the time
     * @param windowEnds whether a window of the job ends now
     * @return observations; empty if all is well
     */
    public List<Observation> observe(
            Topology topology,
            JobLoad load,
            CapacityOutlook outlook,
            Set<VertexId> keyed,
            Set<VertexId> hotKeys,
            boolean windowEnds) {
        if (windowEnds) {
            windowEnded(load, outlook);
        }
        List<Observation> observations = new ArrayList<>();
        if (uneven.isEmpty()) {
            return observations;
        }
        for (Topology.Vertex vertex : topology.vertices()) {
            Optional<VertexLoad> own = load.vertex(vertex.id());
            boolean lasts = Integer.bitCount(uneven.getOrDefault(vertex.id(), 0)) >= NEEDED;
            if (lasts && own.isPresent()) {
                double loss = outlook.vertex(vertex.id())
                        .map(v -> v.skewLoss().orElse(0))
                        .orElse(0.0);
                observe(vertex, own.orElseThrow(), loss, keyed, hotKeys, observations);
            }
        }
        return observations;
    }

    private void windowEnded(JobLoad load, CapacityOutlook outlook) {
        Set<VertexId> present = new HashSet<>();
        for (CapacityOutlook.VertexCapacity vertex : outlook.vertices()) {
            present.add(vertex.vertex());
            boolean now = vertex.skewLoss().orElse(0) >= LOSS.good()
                    && load.vertex(vertex.vertex()).map(v -> pressure(v) >= 1).orElse(false);
            int before = uneven.getOrDefault(vertex.vertex(), 0);
            int after = (before << 1 | (now ? 1 : 0)) & FOUR_WINDOWS;
            if (after == 0) {
                uneven.remove(vertex.vertex());
            } else {
                uneven.put(vertex.vertex(), after);
            }
        }
        uneven.keySet().retainAll(present);
    }

    private static void observe(
            Topology.Vertex vertex,
            VertexLoad load,
            double loss,
            Set<VertexId> keyed,
            Set<VertexId> hotKeys,
            List<Observation> observations) {
        double groupLoss = KeyGroups.loss(vertex.maxParallelism(), vertex.parallelism());
        boolean groups = keyed.contains(vertex.id())
                && groupLoss >= UNEVEN_GROUPS
                && KeyGroups.of(vertex.maxParallelism(), vertex.parallelism(), load.busiestSubtask())
                        == KeyGroups.most(vertex.maxParallelism(), vertex.parallelism());
        if (groups) {
            observations.add(groups(vertex, load, groupLoss));
        }
        boolean hotKey = hotKeys.contains(vertex.id());
        Optional<FindingKind> why = hotKey
                ? Optional.of(FindingKind.HOT_KEY)
                : groups && loss <= groupLoss + UNEXPLAINED
                        ? Optional.of(FindingKind.UNEVEN_KEY_GROUPS)
                        : Optional.empty();
        observations.add(new Observation(
                FindingKind.DATA_SKEW,
                loss >= LOSS.tolerating() ? Severity.WARNING : Severity.INFO,
                Place.vertex(vertex.id(), vertex.name()),
                why.map(FindingKind::label).orElse(vertex.isSource() ? "uneven_partitions" : "uneven_split"),
                words(load, loss),
                List.of(
                        new Evidence("capacity lost to the uneven split", loss, "1"),
                        new Evidence("busy share", load.busyMax().orElse(0), "1"),
                        new Evidence("median busy share", load.busyMedian().orElse(0), "1")),
                why));
    }

    private static Observation groups(Topology.Vertex vertex, VertexLoad load, double groupLoss) {
        int most = KeyGroups.most(vertex.maxParallelism(), vertex.parallelism());
        return Observation.of(
                FindingKind.UNEVEN_KEY_GROUPS,
                Severity.WARNING,
                Place.vertex(vertex.id(), vertex.name()),
                "key_groups",
                vertex.maxParallelism() + " key groups do not divide evenly over " + vertex.parallelism()
                        + " subtasks of vertex '" + vertex.name() + "': some have " + most + ", others " + (most - 1)
                        + ", so " + Words.percent(groupLoss) + " of the capacity is out of reach",
                List.of(
                        new Evidence("key groups", vertex.maxParallelism(), "{group}"),
                        new Evidence("subtasks", vertex.parallelism(), "{subtask}"),
                        new Evidence("capacity lost to key groups", groupLoss, "1"),
                        new Evidence("busy share", load.busyMax().orElse(0), "1")));
    }

    private static String words(VertexLoad load, double loss) {
        return "work is unevenly divided over vertex '" + load.name() + "': subtask " + load.busiestSubtask()
                + " is busy " + Words.percent(load.busyMax().orElse(0)) + ", the median subtask "
                + Words.percent(load.busyMedian().orElse(0)) + "; " + Words.percent(loss)
                + " of the capacity is out of reach";
    }

    private static double pressure(VertexLoad load) {
        return Math.max(0, Math.min(1, (load.busyMax().orElse(0) - FREE) / (PRESSED - FREE)));
    }
}
