/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.lag;

import dev.flinkvitals.health.estimate.Times;
import dev.flinkvitals.health.load.JobLoad;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.SubtaskReading;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Adds up what waits before each source and follows it over the windows. A source that reports nothing is silent, not
 * up to date; where none has a metric for it, lag does not apply. Not thread-safe.
 */
public final class LagTracker {
    /** Event time further from wall time than this is not wall time: a replayed or invented history. */
    private static final Duration PLAUSIBLE_WATERMARK = Duration.ofDays(7);

    private static final int SILENT_WINDOWS = 2;

    /** Backpressured share from which on a source that reads nothing is stopped by it, not idle. */
    private static final double HELD_UP = 0.9;

    private final Map<VertexId, SourceLagTracker> trackers = new HashMap<>();
    private final Map<SubtaskId, LagMarks> subtaskMarks = new HashMap<>();
    private List<SubtaskLag> subtasks = List.of();
    private boolean sign;
    private int windowsSeen;

    /**
     * Takes one cycle.
     *
     * @param reading the job
     * @param load the job's load, for the rates at which the sources read
     * @param windowEnds whether a window of the job ends now
     * @return the lag
     */
    public JobLag update(JobReading reading, JobLoad load, boolean windowEnds) {
        Duration elapsed = reading.tick().elapsed();
        Waiting waiting = Waiting.of(reading);
        List<SourceLag> known = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        List<String> heldUp = new ArrayList<>();
        List<Waiting.Source> followed = new ArrayList<>();
        OptionalLong watermark = OptionalLong.empty();
        boolean anySource = false;
        for (Topology.Vertex source : reading.topology().vertices()) {
            if (!source.isSource()) {
                continue;
            }
            anySource = true;
            Waiting.Source own = waiting.source(source.id());
            watermark = earliest(watermark, own);
            OptionalLong records = own.total();
            if (records.isPresent() && isHeldUp(source.id(), load)) {
                sign = true;
                trackers.remove(source.id());
                heldUp.add(source.name());
            } else if (records.isPresent()) {
                followed.add(own);
                known.add(trackers.computeIfAbsent(source.id(), id -> new SourceLagTracker())
                        .update(
                                source.id(),
                                source.name(),
                                records.getAsLong(),
                                consumed(source.id(), load),
                                elapsed,
                                windowEnds));
            } else {
                trackers.remove(source.id());
                silent.add(source.name());
            }
        }
        if (windowEnds) {
            subtasks = followSubtasks(followed, elapsed);
        }
        // The first sign comes with the first fetch: only a whole window without one tells that there is none to come.
        sign |= !known.isEmpty() || !reading.partitions().isEmpty();
        windowsSeen += windowEnds && anySource ? 1 : 0;
        return new JobLag(
                known, silent, heldUp, sign || windowsSeen < SILENT_WINDOWS, watermarkLag(watermark, reading));
    }

    /** What waits before each source subtask that tells it, as of the last window's end, by vertex and index. */
    public List<SubtaskLag> subtasks() {
        return subtasks;
    }

    /**
     * Whether a source's lag grows beyond doubt.
     *
     * @param source the source
     * @return whether Sen's lower bound of its slope is above 0
     */
    public boolean surelyGrows(VertexId source) {
        SourceLagTracker tracker = trackers.get(source);
        return tracker != null && tracker.surelyGrows();
    }

    /**
     * Whether a source is stopped by backpressure. It fetches nothing then, and Kafka's consumer learns of new records only by
     * fetching: what it reports as waiting is as old as its last fetch.
     */
    static boolean isHeldUp(VertexId source, JobLoad load) {
        OptionalDouble consumed = consumed(source, load);
        return consumed.isPresent()
                && consumed.getAsDouble() == 0
                && load.vertex(source)
                        .map(own -> own.backPressuredMax().orElse(0) >= HELD_UP)
                        .orElse(false);
    }

    private List<SubtaskLag> followSubtasks(List<Waiting.Source> sources, Duration elapsed) {
        List<SubtaskLag> lags = new ArrayList<>();
        Set<SubtaskId> heard = new HashSet<>();
        for (Waiting.Source source : sources) {
            for (int i = 0; i < source.subtasks().size(); i++) {
                SubtaskId id = source.subtasks().get(i).id();
                OptionalLong records = source.records(i);
                if (records.isPresent()) {
                    heard.add(id);
                    LagMarks marks = subtaskMarks.computeIfAbsent(id, s -> new LagMarks());
                    marks.add(elapsed, (double) records.getAsLong());
                    lags.add(new SubtaskLag(id, marks.last(), marks.growth(1)));
                }
            }
        }
        subtaskMarks.keySet().retainAll(heard);
        lags.sort(Comparator.comparing((SubtaskLag lag) -> lag.subtask().vertex())
                .thenComparingInt(lag -> lag.subtask().index()));
        return List.copyOf(lags);
    }

    private static OptionalDouble consumed(VertexId source, JobLoad load) {
        return load.vertex(source).map(VertexLoad::recordsPerSecond).orElse(OptionalDouble.empty());
    }

    private static OptionalLong earliest(OptionalLong watermark, Waiting.Source source) {
        OptionalLong earliest = watermark;
        for (SubtaskReading subtask : source.subtasks()) {
            OptionalLong own = subtask.watermarkMillis();
            if (own.isPresent() && (earliest.isEmpty() || own.getAsLong() < earliest.getAsLong())) {
                earliest = own;
            }
        }
        return earliest;
    }

    private static OptionalDouble watermarkLag(OptionalLong oldest, JobReading reading) {
        if (oldest.isEmpty()) {
            return OptionalDouble.empty();
        }
        Instant now = reading.tick().at();
        long lagMillis;
        try {
            lagMillis = Math.subtractExact(now.toEpochMilli(), oldest.getAsLong());
        } catch (ArithmeticException e) {
            return OptionalDouble.empty();
        }
        Duration lag = Duration.ofMillis(lagMillis);
        boolean plausible =
                lag.compareTo(PLAUSIBLE_WATERMARK) <= 0 && lag.negated().compareTo(PLAUSIBLE_WATERMARK) <= 0;
        return plausible ? OptionalDouble.of(Math.max(0, Times.seconds(lag))) : OptionalDouble.empty();
    }
}
