/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.HealthModel;
import dev.flinkvitals.signals.JobReading;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;

/**
 * The last minutes of one job. A new segment costs the model's state and a full reading, so it begins when a fifteenth of the
 * history has passed and the one before takes several times that, and at the latest after a third. Not thread safe.
 */
final class JobHistory {
    private static final int SEGMENTS_AT_MOST = 15;
    private static final int SEGMENTS_AT_LEAST = 3;
    /** How many times its fixed part a segment takes at least. */
    private static final int WORTH = 4;
    /** Part of the memory from which on a segment is long enough, however short its time. */
    private static final int SHARE_OF_MEMORY = 16;
    /** A state that takes a larger part of the memory than this would leave none for readings. */
    private static final int SHARE_FOR_STATE = 4;

    private final Duration history;
    private final long memoryBytes;
    private final Deflater deflater;
    private final Deque<Segment> full = new ArrayDeque<>();
    private String name;
    private SegmentWriter open;
    private long fullBytes;
    private Optional<String> trouble = Optional.empty();

    JobHistory(
            String name, Duration history, long memoryBytes, Deflater deflater, HealthModel model, Duration elapsed) {
        this.name = name;
        this.history = history;
        this.memoryBytes = memoryBytes;
        this.deflater = deflater;
        this.open = begin(model, elapsed, false);
    }

    String name() {
        return name;
    }

    /** Takes a cycle that the model has just judged. */
    void cycle(JobReading reading, Assessment assessment, HealthModel model) {
        Duration elapsed = reading.tick().elapsed();
        name = reading.name();
        try {
            open.cycle(reading, Outcome.of(assessment));
        } catch (RuntimeException e) {
            // What the segment's writer remembers is not what a reader would: it takes nothing more.
            next(model, elapsed, false);
            throw e;
        }
        if (isFull(elapsed)) {
            next(model, elapsed, true);
        }
        while (!full.isEmpty() && elapsed.minus(full.getFirst().to()).compareTo(history) > 0) {
            drop();
        }
    }

    private boolean isFull(Duration elapsed) {
        Duration age = elapsed.minus(open.from());
        boolean worthIt = open.bytes() >= WORTH * open.fixedBytes()
                && (age.compareTo(history.dividedBy(SEGMENTS_AT_MOST)) >= 0
                        || open.bytes() >= memoryBytes / SHARE_OF_MEMORY);
        return worthIt || age.compareTo(history.dividedBy(SEGMENTS_AT_LEAST)) >= 0;
    }

    void event(RecordedEvent event) {
        open.event(event);
    }

    /** The model did something that was not recorded: what follows starts from its present state. */
    void interrupted(HealthModel model, Duration elapsed) {
        next(model, elapsed, false);
    }

    private void next(HealthModel model, Duration elapsed, boolean continues) {
        Segment segment = Segment.of(open.soFar(), elapsed, open.cycles());
        if (segment.cycles() > 0) {
            full.addLast(segment);
            fullBytes += segment.bytes();
        }
        open = begin(model, elapsed, continues);
    }

    private SegmentWriter begin(HealthModel model, Duration elapsed, boolean continues) {
        try {
            SegmentWriter segment = new SegmentWriter(deflater, elapsed, continues, ModelState.write(model));
            if (segment.stateBytes() <= memoryBytes / SHARE_FOR_STATE) {
                return segment;
            }
            trouble = Optional.of("it takes " + segment.stateBytes() + " bytes");
        } catch (IllegalArgumentException e) {
            trouble = Optional.of(String.valueOf(e.getMessage()));
        }
        // A replay that has to start here starts cold, and says so.
        return new SegmentWriter(deflater, elapsed, continues, null);
    }

    /** Why the newest segment that lacks the model's state lacks it; empty from the next call on. */
    Optional<String> takeTrouble() {
        Optional<String> taken = trouble;
        trouble = Optional.empty();
        return taken;
    }

    long bytes() {
        return fullBytes + open.bytes();
    }

    boolean hasFull() {
        return !full.isEmpty();
    }

    /** Drops the oldest full segment and tells how many cycles it held. */
    int drop() {
        Segment oldest = full.removeFirst();
        fullBytes -= oldest.bytes();
        return oldest.cycles();
    }

    /** Drops everything, the open segment too, and tells how many cycles were lost. */
    int dropAll(HealthModel model, Duration elapsed) {
        int lost = open.cycles() + full.stream().mapToInt(Segment::cycles).sum();
        full.clear();
        fullBytes = 0;
        open = begin(model, elapsed, false);
        return lost;
    }

    /** All segments, oldest first, the open one as it is now. */
    List<List<Block>> segments() {
        List<List<Block>> segments = new ArrayList<>();
        full.forEach(segment -> segments.add(segment.blocks()));
        segments.add(open.soFar());
        return segments;
    }
}
