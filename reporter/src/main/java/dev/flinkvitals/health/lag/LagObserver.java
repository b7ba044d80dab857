/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.lag;

import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.estimate.Trend;
import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.finding.Severity;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.judgement.Words;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Says what is wrong with the lag: it grows beyond doubt and is above its target (a backlog that drains after a restart is
 * healthy, and so is a short burst), a partition is not read, or records may be deleted before they are read.
 */
public final class LagObserver {
    /** Unread records that expire within this many windows are urgent; 1 h at a window of 60 s. */
    private static final double URGENT_WINDOWS = 60;

    /** Those that expire within this many windows are worth a warning; 24 h at a window of 60 s. */
    private static final double WARNING_WINDOWS = 1440;

    /** If at most this share of the partitions fall behind, it is theirs and not the job's trouble. */
    private static final double FEW_PARTITIONS = 0.25;

    private static final int NAMED_PARTITIONS = 5;

    private final double targetSeconds;
    private final Duration urgent;
    private final Duration warning;

    /**
     * An observer.
     *
     * @param target how far behind the job may be
     * @param window length of a window
     */
    public LagObserver(Duration target, Duration window) {
        targetSeconds = Times.seconds(target);
        urgent = Times.times(window, URGENT_WINDOWS);
        warning = Times.times(window, WARNING_WINDOWS);
    }

    /**
     * What is wrong.
     *
     * @param topology the job graph
     * @param lag the job's lag
     * @param tracker knows which lags grow beyond doubt
     * @param partitions lag of each partition
     * @param utilisation arrivals over capacity, if known
     * @param culprit kind of the finding that says what holds the job back, if one does
     * @return observations; empty if all is well
     */
    public List<Observation> observe(
            Topology topology,
            JobLag lag,
            LagTracker tracker,
            List<PartitionLag> partitions,
            OptionalDouble utilisation,
            Optional<FindingKind> culprit) {
        List<Observation> observations = new ArrayList<>();
        for (SourceLag source : lag.sources()) {
            if (source.trend() == Trend.RISING && tracker.surelyGrows(source.vertex())) {
                grows(source, partitions, utilisation, culprit).ifPresent(observations::add);
            }
        }
        observations.addAll(stalled(topology, partitions, culprit));
        observations.addAll(expiring(topology, lag, partitions));
        return observations;
    }

    private Optional<Observation> grows(
            SourceLag source,
            List<PartitionLag> partitions,
            OptionalDouble utilisation,
            Optional<FindingKind> culprit) {
        List<PartitionLag> own = partitions.stream()
                .filter(p -> p.subtask().vertex().equals(source.vertex()))
                .toList();
        List<PartitionLag> falling = own.stream()
                .filter(p -> p.state() == PartitionLag.State.FALLING_BEHIND)
                .toList();
        double seconds = falling.stream()
                .mapToDouble(p -> p.seconds().orElse(0))
                .reduce(source.seconds().orElse(0), Math::max);
        if (seconds <= targetSeconds) {
            return Optional.empty();
        }
        boolean few =
                !falling.isEmpty() && falling.size() <= Math.max(1, own.size() * FEW_PARTITIONS) && own.size() > 1;
        String cause = culprit.isPresent()
                ? culprit.orElseThrow().label()
                : few ? "hot_partition" : utilisation.orElse(0) >= 1 ? "capacity" : "unknown";
        String why = few
                ? "; only " + falling.size() + " of its " + own.size() + " partitions fall behind: " + names(falling)
                : "";
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence("lag", seconds, "s"));
        evidence.add(new Evidence("lag target", targetSeconds, "s"));
        evidence.add(new Evidence("records waiting", (double) source.records(), "{record}"));
        source.growthPerSecond().ifPresent(growth -> evidence.add(new Evidence("lag growth", growth, "{record}/s")));
        utilisation.ifPresent(share -> evidence.add(new Evidence("utilisation", share, "1")));
        return Optional.of(new Observation(
                FindingKind.LAG_GROWS,
                Severity.WARNING,
                Place.vertex(source.vertex(), source.name()),
                cause,
                "source '" + source.name() + "' is " + Words.duration(Times.ofSeconds(seconds)) + " behind, target "
                        + Words.duration(Times.ofSeconds(targetSeconds)) + ", and falls further behind"
                        + source.growthPerSecond().stream()
                                .mapToObj(growth -> " by " + Words.rate(growth))
                                .findFirst()
                                .orElse("")
                        + why,
                evidence,
                culprit));
    }

    private static List<Observation> stalled(
            Topology topology, List<PartitionLag> partitions, Optional<FindingKind> culprit) {
        Map<SubtaskId, List<PartitionLag>> stalled = new LinkedHashMap<>();
        for (PartitionLag partition : partitions) {
            if (partition.state() == PartitionLag.State.STALLED) {
                stalled.computeIfAbsent(partition.subtask(), s -> new ArrayList<>())
                        .add(partition);
            }
        }
        List<Observation> observations = new ArrayList<>();
        stalled.values().forEach(own -> {
            boolean counted = own.stream().allMatch(p -> p.records().isPresent());
            List<Evidence> evidence = new ArrayList<>();
            evidence.add(new Evidence("stalled partitions", own.size(), "{partition}"));
            if (counted) {
                evidence.add(new Evidence(
                        "records waiting",
                        own.stream()
                                .mapToDouble(p -> (double) p.records().getAsLong())
                                .sum(),
                        "{record}"));
            }
            observations.add(new Observation(
                    FindingKind.PARTITION_STALLED,
                    Severity.WARNING,
                    place(topology, own.get(0).subtask()),
                    counted ? "not_read" : "not_read_while_others_are",
                    names(own) + (own.size() == 1 ? " is" : " are") + " not read: the offset stands still"
                            + (counted ? " while records wait" : " while the reader goes on and its lag grows"),
                    evidence,
                    culprit.filter(kind -> kind == FindingKind.SOURCE_BOUND)));
        });
        return observations;
    }

    private List<Observation> expiring(Topology topology, JobLag lag, List<PartitionLag> partitions) {
        Map<SubtaskId, PartitionLag> soonest = new LinkedHashMap<>();
        for (PartitionLag partition : partitions) {
            if (partition.untilDataExpires().isPresent() && isThreatened(partition, lag)) {
                soonest.merge(partition.subtask(), partition, LagObserver::sooner);
            }
        }
        List<Observation> observations = new ArrayList<>();
        soonest.values().forEach(partition -> {
            Duration left = partition.untilDataExpires().orElse(Duration.ZERO);
            observations.add(Observation.of(
                    FindingKind.DATA_EXPIRES,
                    left.compareTo(urgent) <= 0 ? Severity.CRITICAL : Severity.WARNING,
                    place(topology, partition.subtask()),
                    "retention",
                    "unread records of " + names(List.of(partition)) + " are deleted in about " + Words.duration(left)
                            + ": the reader's lead over the topic's retention shrinks",
                    List.of(new Evidence("time until unread records expire", Times.seconds(left), "s"))));
        });
        return observations;
    }

    private boolean isThreatened(PartitionLag partition, JobLag lag) {
        Duration left = partition.untilDataExpires().orElse(warning);
        if (left.compareTo(warning) >= 0
                || partition.drain().filter(drain -> drain.compareTo(left) < 0).isPresent()) {
            return false;
        }
        double seconds = partition.seconds().orElse(sourceSeconds(partition, lag));
        return seconds > targetSeconds || partition.state() == PartitionLag.State.STALLED;
    }

    private static double sourceSeconds(PartitionLag partition, JobLag lag) {
        return lag.sources().stream()
                .filter(source -> source.vertex().equals(partition.subtask().vertex()))
                .mapToDouble(source -> source.seconds().orElse(0))
                .max()
                .orElse(0);
    }

    private static PartitionLag sooner(PartitionLag one, PartitionLag other) {
        Duration a = one.untilDataExpires().orElse(Duration.ZERO);
        return other.untilDataExpires().orElse(a).compareTo(a) < 0 ? other : one;
    }

    private static Place place(Topology topology, SubtaskId subtask) {
        return Place.subtask(
                subtask.vertex(),
                topology.vertex(subtask.vertex())
                        .map(Topology.Vertex::name)
                        .orElse(subtask.vertex().hex()),
                subtask.index());
    }

    private static String names(List<PartitionLag> partitions) {
        String some = partitions.stream()
                .limit(NAMED_PARTITIONS)
                .map(p -> p.topic() + "-" + p.partition())
                .collect(Collectors.joining(", "));
        int more = partitions.size() - NAMED_PARTITIONS;
        return (partitions.size() == 1 ? "partition " : "partitions ")
                + some
                + (more > 0 ? " and " + more + " more" : "");
    }
}
