/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.schedule;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** A clock that moves only when told to, and what is to happen by it. Not thread safe. */
final class SimulatedTime {
    private static final Comparator<Event> IN_ORDER =
            Comparator.comparing(Event::at).thenComparing(Event::number);

    private final PriorityQueue<Event> events = new PriorityQueue<>(IN_ORDER);
    private Duration now;
    private long number;

    /** A process, to whom events happen: to one that is gone none do, to one that is paused they do later. */
    static final class Host {
        private boolean gone;
        private Duration pausedUntil = Duration.ZERO;
        private Duration paused = Duration.ZERO;

        boolean isGone() {
            return gone;
        }

        void kill() {
            gone = true;
        }

        /** How long it was paused in all. */
        Duration paused() {
            return paused;
        }
    }

    private record Event(Duration at, long number, Host process, Runnable what) {}

    SimulatedTime(Duration start) {
        this.now = start;
    }

    Duration now() {
        return now;
    }

    void pause(Host process, Duration time) {
        if (!isPaused(process)) {
            process.pausedUntil = now.plus(time);
            process.paused = process.paused.plus(time);
        }
    }

    boolean isPaused(Host process) {
        return process.pausedUntil.compareTo(now) > 0;
    }

    void in(Duration delay, Host process, Runnable what) {
        events.add(new Event(now.plus(delay), number++, process, what));
    }

    /** An answer that comes after some time, unless it did not by the timeout. */
    <T> CompletableFuture<T> answer(Duration delay, Duration timeout, Host process, Callable<T> what) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        in(delay, process, () -> {
            try {
                answer.complete(what.call());
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
        });
        timeout(answer, timeout, process);
        return answer;
    }

    void timeout(CompletableFuture<?> answer, Duration timeout, Host process) {
        in(timeout, process, () -> answer.completeExceptionally(new TimeoutException("no answer for " + timeout)));
    }

    /** Lets time pass, and what is due in it happen. */
    void pass(Duration time) {
        Duration until = now.plus(time);
        for (Event next = events.peek(); next != null && next.at().compareTo(until) <= 0; next = events.peek()) {
            events.remove();
            now = next.at();
            if (next.process().gone) {
                continue;
            }
            if (isPaused(next.process())) {
                events.add(new Event(next.process().pausedUntil, number++, next.process(), next.what()));
                continue;
            }
            next.what().run();
        }
        now = until;
    }
}
