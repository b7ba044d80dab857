/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.HealthModel;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.JobReading;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.Deflater;

/**
 * Keeps the last minutes of every job within one bound of memory: when it is reached, the job that takes most loses its
 * oldest segment. Thread safe; one thread records, and others may ask for recordings.
 */
public final class FlightRecorder implements AutoCloseable {
    private final Duration history;
    private final long memoryBytes;
    private final String product;
    private final List<RecordingHeader.Setting> settings;
    private final Optional<String> savepointDirectory;
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<JobId, JobHistory> jobs = new HashMap<>();
    private boolean closed;
    private long droppedCycles;
    private volatile long bytes;

    /**
     * A recorder.
     *
     * @param history how far back recordings go
     * @param memoryBytes most memory for all jobs
     * @param product version of Flink Vitals
     * @param settings what the live run is configured with; must hold no secret
     * @param savepointDirectory target of savepoints, without credentials
     */
    public FlightRecorder(
            Duration history,
            long memoryBytes,
            String product,
            Map<String, String> settings,
            Optional<String> savepointDirectory) {
        this.history = history;
        this.memoryBytes = memoryBytes;
        this.product = product;
        this.settings = settings.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> new RecordingHeader.Setting(entry.getKey(), entry.getValue()))
                .toList();
        this.savepointDirectory = savepointDirectory;
    }

    /**
     * Starts to record a job; or starts afresh from the model's present state, if the model did something that was not
     * recorded.
     *
     * @param job the job
     * @param name its name
     * @param model its model; used only within calls
     * @param elapsed monotonic time
     */
    public void begin(JobId job, String name, HealthModel model, Duration elapsed) {
        lock.lock();
        try {
            if (!closed) {
                JobHistory found = jobs.get(job);
                if (found == null) {
                    jobs.put(job, new JobHistory(name, history, memoryBytes, deflater, model, elapsed));
                } else {
                    found.interrupted(model, elapsed);
                }
                makeRoom(job, model, elapsed);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Records a cycle of a job that began.
     *
     * @param reading what was measured
     * @param assessment what the model made of it
     * @param model the model, right after that
     */
    public void cycle(JobReading reading, Assessment assessment, HealthModel model) {
        lock.lock();
        try {
            JobHistory found = jobs.get(reading.id());
            if (found != null && !closed) {
                try {
                    found.cycle(reading, assessment, model);
                } finally {
                    makeRoom(reading.id(), model, reading.tick().elapsed());
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Records an event.
     *
     * @param job the job; nothing happens if it is not recorded
     * @param event what happened
     */
    public void event(JobId job, RecordedEvent event) {
        lock.lock();
        try {
            JobHistory found = jobs.get(job);
            if (found != null && !closed) {
                found.event(event);
            }
        } finally {
            lock.unlock();
        }
    }

    private void makeRoom(JobId present, HealthModel model, Duration elapsed) {
        while (total() > memoryBytes) {
            Optional<JobHistory> largest =
                    jobs.values().stream().filter(JobHistory::hasFull).max(Comparator.comparingLong(JobHistory::bytes));
            if (largest.isPresent()) {
                droppedCycles += largest.get().drop();
                continue;
            }
            // Only open segments are left. Of another job's nothing can be dropped without its model: its turn will
            // come.
            JobHistory own = jobs.get(present);
            if (own != null) {
                droppedCycles += own.dropAll(model, elapsed);
            }
            break;
        }
        bytes = total();
    }

    private long total() {
        return jobs.values().stream().mapToLong(JobHistory::bytes).sum();
    }

    /**
     * The recording of a job as it is now.
     *
     * @param job the job
     * @param reason why it is wanted
     * @param at wall time
     * @return the recording; empty if the job is not recorded
     */
    public Optional<Recording> recording(JobId job, String reason, Instant at) {
        lock.lock();
        try {
            return make(job, reason, at);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Like {@link #recording}, but does not wait: for threads that are not ours.
     *
     * @return the recording; empty if the job is not recorded or a cycle is being recorded right now
     */
    public Optional<Recording> recordingNow(JobId job, String reason, Instant at) {
        if (!lock.tryLock()) {
            return Optional.empty();
        }
        try {
            return make(job, reason, at);
        } finally {
            lock.unlock();
        }
    }

    private Optional<Recording> make(JobId job, String reason, Instant at) {
        JobHistory found = closed ? null : jobs.get(job);
        if (found == null) {
            return Optional.empty();
        }
        return Optional.of(new Recording(
                new RecordingHeader(product, job, found.name(), reason, at, settings, savepointDirectory),
                found.segments()));
    }

    /** The job is gone. */
    public void forget(JobId job) {
        lock.lock();
        try {
            jobs.remove(job);
            bytes = total();
        } finally {
            lock.unlock();
        }
    }

    /** Memory that the recordings take. */
    public long bytes() {
        return bytes;
    }

    /** Cycles that left the memory before their time. */
    public long droppedCycles() {
        lock.lock();
        try {
            return droppedCycles;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Why a recording of a job cannot be replayed from the state that the live model had, if that is news.
     *
     * @param job the job
     * @return the reason; empty from the next call on
     */
    public Optional<String> takeTrouble(JobId job) {
        lock.lock();
        try {
            JobHistory found = jobs.get(job);
            return found == null ? Optional.empty() : found.takeTrouble();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                jobs.clear();
                bytes = 0;
                deflater.end();
            }
        } finally {
            lock.unlock();
        }
    }
}
