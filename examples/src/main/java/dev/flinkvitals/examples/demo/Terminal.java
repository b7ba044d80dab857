/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What standard output is connected to, asked of the system's own programs: {@code System.console()} looks at standard input
 * too, and from Java 22 on is there even without a terminal.
 */
final class Terminal {
    private static final int DEFAULT_WIDTH = 120;

    private Terminal() {}

    /** Whether standard output is a terminal. */
    static boolean isTerminal() {
        try {
            Process test = new ProcessBuilder("test", "-t", "1").inheritIO().start();
            return test.waitFor(2, TimeUnit.SECONDS) && test.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Columns of the terminal; a usual number if it cannot be asked. */
    static int width() {
        try {
            Process size = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!size.waitFor(2, TimeUnit.SECONDS) || size.exitValue() != 0) {
                return DEFAULT_WIDTH;
            }
            String answer = new String(size.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            int columns = Integer.parseInt(List.of(answer.strip().split(" ")).get(1));
            return columns > 0 ? columns : DEFAULT_WIDTH;
        } catch (IOException | RuntimeException e) {
            return DEFAULT_WIDTH;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return DEFAULT_WIDTH;
        }
    }
}
