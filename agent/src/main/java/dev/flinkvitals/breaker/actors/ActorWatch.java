/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.actors;

import dev.flinkvitals.breaker.Words;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.Tick;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Watches one job for the deeds of others: savepoints that the agent did not ask for, a stop with savepoint, a rescaling, a new
 * graph, a deployment. Each holds the agent's own actions while it lasts and for a while after; who did it is not told by Flink,
 * so what the configuration says is told beside it. To be called in each cycle: a savepoint may leave Flink's history before it
 * is old. Not thread safe.
 */
public final class ActorWatch {
    /** So many savepoints show a rhythm. */
    private static final int RHYTHM = 3;

    /** Gaps that differ by no more than this share are regular. */
    private static final double REGULAR = 0.2;

    private final Duration quiet;
    private final ActorSettings settings;

    private SortedMap<VertexId, Integer> parallelism = new TreeMap<>();
    private Optional<Duration> rescaledAt = Optional.empty();
    private String rescaling = "";

    /** Savepoints of others by the time of their trigger, at most {@value #RHYTHM}. */
    private final TreeMap<Instant, Deed> savepoints = new TreeMap<>();

    /** A savepoint of somebody else that ended. */
    private record Deed(Instant endedAt, String what) {}

    /**
     * A watch that saw nothing yet.
     *
     * @param quiet how long after a deed the agent waits
     * @param settings what the configuration tells
     */
    public ActorWatch(Duration quiet, ActorSettings settings) {
        this.quiet = quiet;
        this.settings = settings;
    }

    /**
     * Looks at one cycle.
     *
     * @param reading what was measured
     * @return who acts; empty if the job's snapshots or its graph are not known
     */
    public Optional<OtherActors> update(JobReading reading) {
        boolean graphKnown = !reading.topology().vertices().isEmpty();
        boolean snapshotsKnown = !reading.checkpoints().equals(CheckpointReading.UNKNOWN);
        if (graphKnown) {
            compare(reading.topology(), reading.tick());
        }
        reading.checkpoints().history().forEach(this::remember);
        if (!graphKnown || !snapshotsKnown) {
            return Optional.empty();
        }
        List<String> acting = new ArrayList<>();
        pending(reading).ifPresent(acting::add);
        recent(reading.tick()).ifPresent(acting::add);
        rescaled(reading.tick()).ifPresent(acting::add);
        deployed(reading).ifPresent(acting::add);
        return Optional.of(new OtherActors(acting, settings.told()));
    }

    private void compare(Topology topology, Tick tick) {
        SortedMap<VertexId, Integer> now = new TreeMap<>();
        topology.vertices().forEach(vertex -> now.put(vertex.id(), vertex.parallelism()));
        if (!parallelism.isEmpty() && !now.equals(parallelism)) {
            rescaledAt = Optional.of(tick.elapsed());
            rescaling = now.keySet().equals(parallelism.keySet())
                    ? "the job was rescaled: " + changes(topology)
                    : "the job's graph was changed";
        }
        parallelism = now;
    }

    private String changes(Topology topology) {
        return topology.vertices().stream()
                .filter(vertex -> vertex.parallelism() != parallelism.getOrDefault(vertex.id(), vertex.parallelism()))
                .map(vertex ->
                        "'" + vertex.name() + "' from " + parallelism.get(vertex.id()) + " to " + vertex.parallelism())
                .findFirst()
                .orElse("");
    }

    private void remember(CheckpointSample sample) {
        if (!isForeign(sample) || sample.endedAt().isEmpty()) {
            return;
        }
        String what = "a " + sample.kind().label() + " that the agent did not ask for (" + sample.id() + ") "
                + (sample.status() == CheckpointSample.Status.COMPLETED ? "completed" : "failed");
        savepoints.put(sample.triggeredAt(), new Deed(sample.endedAt().orElseThrow(), what));
        if (savepoints.size() > RHYTHM) {
            savepoints.pollFirstEntry();
        }
    }

    private static boolean isForeign(CheckpointSample sample) {
        return sample.isSavepoint() && !sample.ours();
    }

    private static Optional<String> pending(JobReading reading) {
        return reading.checkpoints().history().stream()
                .filter(sample -> isForeign(sample) && sample.status() == CheckpointSample.Status.IN_PROGRESS)
                .findFirst()
                .map(sample -> "a " + sample.kind().label() + " that the agent did not ask for (" + sample.id()
                        + ") has been pending for "
                        + Words.time(Duration.between(
                                sample.triggeredAt(), reading.tick().at())));
    }

    private Optional<String> recent(Tick tick) {
        if (savepoints.isEmpty()) {
            return Optional.empty();
        }
        Deed last = savepoints.lastEntry().getValue();
        Duration age = Duration.between(last.endedAt(), tick.at());
        return age.compareTo(quiet) < 0
                ? Optional.of(last.what() + " " + Words.time(age) + " ago"
                        + rhythm().map(gap -> ", one about every " + Words.time(gap))
                                .orElse(""))
                : Optional.empty();
    }

    /** The usual time between savepoints of others, if they come regularly. */
    private Optional<Duration> rhythm() {
        if (savepoints.size() < RHYTHM) {
            return Optional.empty();
        }
        List<Instant> times = List.copyOf(savepoints.keySet());
        List<Duration> gaps = new ArrayList<>();
        for (int i = 1; i < times.size(); i++) {
            gaps.add(Duration.between(times.get(i - 1), times.get(i)));
        }
        Duration shortest = gaps.stream().min(Duration::compareTo).orElseThrow();
        Duration longest = gaps.stream().max(Duration::compareTo).orElseThrow();
        boolean regular = shortest.toMillis() > 0 && longest.toMillis() <= (1 + REGULAR) * shortest.toMillis();
        return regular ? Optional.of(longest) : Optional.empty();
    }

    private Optional<String> rescaled(Tick tick) {
        return rescaledAt
                .map(at -> tick.elapsed().minus(at))
                .filter(age -> age.compareTo(quiet) < 0)
                .map(age -> rescaling + ", " + Words.time(age) + " ago");
    }

    private Optional<String> deployed(JobReading reading) {
        Duration age =
                Duration.between(reading.status().startedAt(), reading.tick().at());
        return age.compareTo(quiet) < 0
                ? Optional.of("the job was deployed, upgraded or taken over " + Words.time(age) + " ago")
                : Optional.empty();
    }
}
