/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.cli;

import dev.flinkvitals.recorder.RecordingHeader;
import dev.flinkvitals.recorder.ReplayResult;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Comma-separated values as RFC 4180 describes them; the columns stay, new ones come at the end. */
final class ReplayCsv implements ReplayOutput {
    static final String COLUMNS = "time,kind,score,band,severity,subject,text";

    private final PrintWriter out;

    ReplayCsv(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void start(RecordingHeader header) {
        out.print(COLUMNS + "\r\n");
    }

    @Override
    public void row(ReplayRow row) {
        String score = row.score().isPresent() ? Double.toString(row.score().getAsDouble()) : "";
        out.print(List.of(
                                row.at().toString(),
                                row.kind().label(),
                                score,
                                row.band().name().toLowerCase(Locale.ROOT),
                                row.severity(),
                                row.subject(),
                                row.text())
                        .stream()
                        .map(ReplayCsv::field)
                        .collect(Collectors.joining(","))
                + "\r\n");
    }

    @Override
    public void end(ReplayResult result, String verdict) {
        out.flush();
    }

    /** A spreadsheet would run what begins like a formula. */
    private static String field(String text) {
        String safe = text.isEmpty() || "=+-@\t\r".indexOf(text.charAt(0)) < 0 ? text : "'" + text;
        boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
