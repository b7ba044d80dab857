/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.ledger;

import dev.flinkvitals.entry.Daemon;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The kill switch that works without a restart: while the file exists, nothing is triggered. One look at a time, on a thread of
 * ours: a storage that hangs holds that thread and no other.
 *
 * <p>{@link #look} is for one thread.
 */
public final class StopFile implements StopSwitch {
    private final Callable<Boolean> exists;
    private final Duration validFor;
    private final ExecutorService worker;
    private final AtomicBoolean busy = new AtomicBoolean();
    /** The last answer; written by the worker. */
    private volatile Optional<Answer> last = Optional.empty();

    /** What is known of the file. */
    public enum State {
        ABSENT,
        PRESENT,
        /** Counts as present. */
        UNKNOWN;

        /** Name in JSON and logs. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What a look found.
     *
     * @param asked elapsed time at which it began
     * @param state what it found
     * @param detail why it is not known; empty if it is
     */
    private record Answer(Duration asked, State state, String detail) {}

    /**
     * A stop file.
     *
     * @param file as Flink would name it
     * @param validFor so long a look counts, some cycles
     */
    public StopFile(String file, Duration validFor) {
        this(() -> existsAt(file), validFor, Daemon.worker("stop-file", 1));
    }

    StopFile(Callable<Boolean> exists, Duration validFor, ExecutorService worker) {
        this.exists = exists;
        this.validFor = validFor;
        this.worker = worker;
    }

    static boolean existsAt(String file) throws IOException {
        int slash = file.lastIndexOf('/');
        return slash < 0
                ? FlinkFiles.in(".").exists(file)
                : FlinkFiles.in(file.substring(0, slash + 1)).exists(file.substring(slash + 1));
    }

    /**
     * Starts the next look, if the one before is over, and tells what is known by now. Returns at once.
     *
     * @param elapsed elapsed time of this cycle
     */
    public State look(Duration elapsed) {
        State known = last.filter(answer -> elapsed.minus(answer.asked()).compareTo(validFor) <= 0)
                .map(Answer::state)
                .orElse(State.UNKNOWN);
        if (busy.compareAndSet(false, true)) {
            try {
                worker.execute(() -> ask(elapsed));
            } catch (RejectedExecutionException e) {
                busy.set(false);
            }
        }
        return known;
    }

    private void ask(Duration elapsed) {
        try {
            boolean there = exists.call();
            last = Optional.of(new Answer(elapsed, there ? State.PRESENT : State.ABSENT, ""));
        } catch (Throwable t) {
            // A file system is a plugin: whatever is wrong with it, errors of linking included, is the answer.
            last = Optional.of(new Answer(elapsed, State.UNKNOWN, t.toString()));
        } finally {
            busy.set(false);
        }
    }

    @Override
    public Optional<Boolean> isSet(Duration elapsed) {
        State state = look(elapsed);
        return state == State.UNKNOWN ? Optional.empty() : Optional.of(state == State.PRESENT);
    }

    /** Why the last look found out nothing, if it did not. */
    public Optional<String> trouble() {
        return last.map(Answer::detail).filter(detail -> !detail.isEmpty());
    }

    /** Returns at once. */
    @Override
    public void close() {
        worker.shutdownNow();
    }
}
