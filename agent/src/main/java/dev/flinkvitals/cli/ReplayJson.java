/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.cli;

import dev.flinkvitals.recorder.RecordingHeader;
import dev.flinkvitals.recorder.ReplayResult;
import java.io.PrintWriter;
import java.util.Locale;

/** One JSON object: {@code recording}, {@code rows}, {@code result}; the names stay, new ones may come. */
final class ReplayJson implements ReplayOutput {
    private final PrintWriter out;
    private boolean first = true;

    ReplayJson(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void start(RecordingHeader header) {
        out.print("{\"recording\":{\"job_id\":" + JsonText.quoted(header.job().hex()) + ",\"job_name\":"
                + JsonText.quoted(header.jobName())
                + ",\"product\":" + JsonText.quoted(header.product()) + ",\"reason\":"
                + JsonText.quoted(header.reason()) + ",\"written_at\":"
                + JsonText.quoted(header.writtenAt().toString()) + "},\"rows\":[");
    }

    @Override
    public void row(ReplayRow row) {
        String score = row.score().isPresent() && Double.isFinite(row.score().getAsDouble())
                ? Double.toString(row.score().getAsDouble())
                : "null";
        out.print(
                (first ? "\n" : ",\n") + "{\"time\":" + JsonText.quoted(row.at().toString()) + ",\"kind\":"
                        + JsonText.quoted(row.kind().label()) + ",\"score\":" + score + ",\"band\":"
                        + JsonText.quoted(row.band().name().toLowerCase(Locale.ROOT)) + ",\"severity\":"
                        + JsonText.quotedOrNull(row.severity())
                        + ",\"subject\":" + JsonText.quotedOrNull(row.subject()) + ",\"text\":"
                        + JsonText.quotedOrNull(row.text()) + "}");
        first = false;
    }

    @Override
    public void end(ReplayResult result, String verdict) {
        out.println("\n],\"result\":{\"cycles\":" + result.cycles() + ",\"equal\":" + result.equal()
                + ",\"different\":" + result.different() + ",\"cold\":"
                + result.cold().map(JsonText::quoted).orElse("null") + ",\"damage\":"
                + result.damage()
                        .map(damage ->
                                "{\"offset\":" + damage.offset() + ",\"what\":" + JsonText.quoted(damage.what()) + "}")
                        .orElse("null")
                + ",\"verdict\":" + JsonText.quoted(verdict) + "}}");
    }
}
