/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.inside;

import dev.flinkvitals.signals.AttemptId;
import dev.flinkvitals.signals.StateDeclaration;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.runtime.state.AbstractKeyedStateBackend;
import org.jspecify.annotations.Nullable;

/** One task that runs. Its thread adds, ours read. Thread safe. */
final class RunningTask {
    /** Operators of one task hardly have more; a job that makes up names as it goes must not fill the memory. */
    private static final int MOST_STATES = 256;

    private static final int MOST_BACKENDS = 16;

    private final AttemptId attempt;
    private final WeakReference<Thread> thread;
    private final long threadId;
    private final List<WeakReference<AbstractKeyedStateBackend<?>>> backends = new CopyOnWriteArrayList<>();
    private final Map<String, StateDeclaration> states = new ConcurrentHashMap<>();

    RunningTask(AttemptId attempt, Thread thread) {
        this.attempt = attempt;
        this.thread = new WeakReference<>(thread);
        this.threadId = thread.getId();
    }

    AttemptId attempt() {
        return attempt;
    }

    long threadId() {
        return threadId;
    }

    /** The thread; empty once it has ended and Flink has let go of it. */
    Optional<Thread> thread() {
        @Nullable Thread running = thread.get();
        return Optional.ofNullable(running).filter(Thread::isAlive);
    }

    @SuppressWarnings("ReferenceEquality") // The same backend, whatever it takes for equal.
    void add(AbstractKeyedStateBackend<?> backend) {
        if (backends.size() < MOST_BACKENDS && backends.stream().noneMatch(known -> known.get() == backend)) {
            backends.add(new WeakReference<>(backend));
        }
    }

    void add(StateDeclaration state) {
        if (states.size() < MOST_STATES) {
            states.put(state.name(), state);
        }
    }

    /** Keyed state backends of its operators, in the order in which they were first used. */
    List<AbstractKeyedStateBackend<?>> backends() {
        return backends.stream()
                .<AbstractKeyedStateBackend<?>>map(WeakReference::get)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The states that were declared, by name. */
    List<StateDeclaration> states() {
        return List.copyOf(new TreeMap<>(states).values());
    }
}
