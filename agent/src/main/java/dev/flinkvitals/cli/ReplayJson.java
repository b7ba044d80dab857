/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.cli;

import dev.flinkvitals.recorder.RecordingHeader;
import dev.flinkvitals.recorder.ReplayResult;
import java.io.PrintWriter;
import java.util.Locale;

/** One JSON object: {@code recording}, {@code rows}, {@code result}; the names stay, new ones may come. */
final class ReplayJson implements ReplayOutput {
    private static final int FIRST_PRINTABLE = 0x20;

    private final PrintWriter out;
    private boolean first = true;

    ReplayJson(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void start(RecordingHeader header) {
        out.print("{\"recording\":{\"job_id\":" + text(header.job().hex()) + ",\"job_name\":" + text(header.jobName())
                + ",\"product\":" + text(header.product()) + ",\"reason\":" + text(header.reason()) + ",\"written_at\":"
                + text(header.writtenAt().toString()) + "},\"rows\":[");
    }

    @Override
    public void row(ReplayRow row) {
        String score = row.score().isPresent() && Double.isFinite(row.score().getAsDouble())
                ? Double.toString(row.score().getAsDouble())
                : "null";
        out.print((first ? "\n" : ",\n") + "{\"time\":" + text(row.at().toString()) + ",\"kind\":"
                + text(row.kind().label()) + ",\"score\":" + score + ",\"band\":"
                + text(row.band().name().toLowerCase(Locale.ROOT)) + ",\"severity\":" + textOrNull(row.severity())
                + ",\"subject\":" + textOrNull(row.subject()) + ",\"text\":" + textOrNull(row.text()) + "}");
        first = false;
    }

    @Override
    public void end(ReplayResult result, String verdict) {
        out.println("\n],\"result\":{\"cycles\":" + result.cycles() + ",\"equal\":" + result.equal()
                + ",\"different\":" + result.different() + ",\"cold\":"
                + result.cold().map(ReplayJson::text).orElse("null") + ",\"damage\":"
                + result.damage()
                        .map(damage -> "{\"offset\":" + damage.offset() + ",\"what\":" + text(damage.what()) + "}")
                        .orElse("null")
                + ",\"verdict\":" + text(verdict) + "}}");
    }

    private static String textOrNull(String value) {
        return value.isEmpty() ? "null" : text(value);
    }

    private static String text(String value) {
        StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < FIRST_PRINTABLE || Character.isSurrogate(c)) {
                // Half a surrogate pair has no UTF-8; a whole one is as good escaped.
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
