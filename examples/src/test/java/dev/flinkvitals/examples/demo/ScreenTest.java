/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void stampsEachLineWithTheSecondsSinceTheStart() {
        Screen screen = screen(false);
        after(12.34);

        screen.say("Fault 1");

        assertThat(printed()).isEqualTo("[ 12.3 s] Fault 1\n");
    }

    @Test
    void printsTheJobAtMostEveryFiveSecondsWithoutATerminal() {
        Screen screen = screen(false);

        screen.show(JobViewTest.slowSink());
        after(4);
        screen.show(JobViewTest.slowSink());
        after(1);
        screen.show(JobViewTest.slowSink());

        assertThat(printed().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("score 55 YELLOW"));
    }

    @Test
    void redrawsTheTableInPlaceOnATerminal() {
        Screen screen = screen(true);
        screen.show(JobViewTest.slowSink());
        int lines = (int) printed().lines().count();
        bytes.reset();
        after(1);

        screen.show(JobViewTest.slowSink());

        assertThat(printed()).startsWith("\u001b[" + lines + "A\r\u001b[J  score ");
    }

    @Test
    void keepsLinesAboveTheTable() {
        Screen screen = screen(true);
        screen.show(JobViewTest.slowSink());
        int lines = (int) printed().lines().count();
        bytes.reset();

        screen.say("Detected");

        assertThat(printed()).startsWith("\u001b[" + lines + "A\r\u001b[J[  0.0 s] Detected\n  score ");
    }

    @Test
    void leavesTheLastTableAloneOnceReleased() {
        Screen screen = screen(true);
        screen.show(JobViewTest.slowSink());
        screen.release();
        bytes.reset();

        screen.say("Summary");

        assertThat(printed()).isEqualTo("[  0.0 s] Summary\n");
    }

    private Screen screen(boolean terminal) {
        return new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal, 200, nanos::get);
    }

    private void after(double seconds) {
        nanos.addAndGet((long) (seconds * TimeUnit.SECONDS.toNanos(1)));
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
