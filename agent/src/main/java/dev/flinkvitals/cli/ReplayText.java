/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.cli;

import dev.flinkvitals.recorder.RecordingHeader;
import dev.flinkvitals.recorder.ReplayResult;
import java.io.PrintWriter;
import java.util.Locale;

/** For people: a line for each thing that happened. */
final class ReplayText implements ReplayOutput {
    private final PrintWriter out;

    ReplayText(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void start(RecordingHeader header) {
        out.println(printable("Job " + header.jobName() + " (" + header.job() + "), recorded by Flink Vitals "
                + header.product() + ", written at " + header.writtenAt() + " because of " + header.reason()));
    }

    @Override
    public void row(ReplayRow row) {
        if (row.kind() == ReplayRow.Kind.CYCLE) {
            return;
        }
        String severity = row.severity().isEmpty() ? "" : row.severity() + ": ";
        out.println(printable(String.format(
                Locale.ROOT,
                "%-24s  %-17s  %s%s",
                row.at(),
                row.kind().label().replace('_', ' '),
                severity,
                row.text())));
    }

    @Override
    public void end(ReplayResult result, String verdict) {
        out.println(printable(verdict));
    }

    /** Names and messages are others': nothing in them is to move the cursor. */
    static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
