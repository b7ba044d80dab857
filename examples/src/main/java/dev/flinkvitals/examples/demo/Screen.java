/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.demo;

import dev.flinkvitals.examples.parts.Progress;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The terminal: lines that stay, and below them a table that is drawn again and again. Where the output is not a terminal, the
 * table is one line every few seconds.
 *
 * <p>Thread safe.
 */
final class Screen implements Progress {
    private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(900);
    private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final PrintStream out;
    private final boolean terminal;
    private final int width;
    private final LongSupplier nanos;
    private long start;
    private long shownAt;
    private List<String> table = List.of();

    /**
     * Starts the screen's clock.
     *
     * @param out where to print
     * @param terminal whether the output understands ANSI sequences
     * @param width columns
     * @param nanos elapsed time in nanoseconds
     */
    Screen(PrintStream out, boolean terminal, int width, LongSupplier nanos) {
        this.out = out;
        this.terminal = terminal;
        this.width = width;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        this.shownAt = start - LINE_NANOS;
    }

    /** Seconds since the start of the clock. */
    synchronized double seconds() {
        return (nanos.getAsLong() - start) / 1e9;
    }

    /** Starts the clock again. */
    synchronized void restartClock() {
        start = nanos.getAsLong();
    }

    @Override
    public synchronized void say(String line) {
        String stamped = String.format(Locale.ROOT, "[%5.1f s] %s", seconds(), line);
        erase();
        out.println(stamped);
        draw();
    }

    /**
     * Shows the state of the job, unless it was shown a moment ago.
     *
     * @param job the state
     */
    synchronized void show(JobView job) {
        long now = nanos.getAsLong();
        if (now - shownAt < (terminal ? REDRAW_NANOS : LINE_NANOS)) {
            return;
        }
        shownAt = now;
        if (terminal) {
            erase();
            table = LiveTable.lines(job, width);
            draw();
        } else {
            say(LiveTable.line(job));
        }
    }

    /** Leaves the table as it is: what follows is printed below it. */
    synchronized void release() {
        table = List.of();
    }

    private void erase() {
        if (!table.isEmpty()) {
            // Cursor up to the table's first line, then clear everything below.
            out.print("\u001b[" + table.size() + "A\r\u001b[J");
        }
    }

    private void draw() {
        table.forEach(out::println);
        out.flush();
    }
}
