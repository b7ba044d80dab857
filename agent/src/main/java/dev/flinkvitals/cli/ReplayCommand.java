/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.cli;

import dev.flinkvitals.breaker.DryRun;
import dev.flinkvitals.config.ConfigParser;
import dev.flinkvitals.config.ConfigProblem;
import dev.flinkvitals.config.ConfigResult;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.config.VitalsConfig;
import dev.flinkvitals.recorder.RecordingException;
import dev.flinkvitals.recorder.RecordingFile;
import dev.flinkvitals.recorder.Replay;
import dev.flinkvitals.recorder.ReplayResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay FILE}: what happened to a job, judged again; with other settings, what they would have made of it. */
@Command(
        name = "replay",
        description = "Prints what a recording of the flight recorder holds, judged again.",
        footer = {
            "",
            "Exit codes: 0 fine, 1 the replay differs from the live run,",
            "2 wrong usage or unreadable file, 3 damaged file (what comes before the damage is printed)."
        },
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    private static final int DIFFERENT = 1;
    private static final int DAMAGED = 3;
    private static final long MOST_BYTES = 1L << 30;

    private final PrintWriter out;
    private final PrintWriter err;

    @Parameters(paramLabel = "FILE", description = "A recording (.fvrec).")
    private Path file = Path.of("");

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Replays with another setting, such as vitals.snapshots.policies.memory=active; may be repeated.")
    private Map<String, String> changes = new LinkedHashMap<>();

    @Option(names = "--csv", description = "Prints comma-separated values.")
    private boolean csv;

    @Option(names = "--json", description = "Prints a JSON object.")
    private boolean json;

    ReplayCommand(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        if (csv && json) {
            err.println("--csv and --json cannot be given together");
            return CommandLine.ExitCode.USAGE;
        }
        RecordingFile recording;
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new IOException("larger than any recording");
            }
            recording = RecordingFile.open(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            err.println(file + ": no such file");
            return CommandLine.ExitCode.USAGE;
        } catch (IOException e) {
            err.println(file + ": cannot be read: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        } catch (RecordingException e) {
            err.println(file + ": " + ReplayText.printable(e.getMessage() == null ? "unreadable" : e.getMessage()));
            return CommandLine.ExitCode.USAGE;
        }
        Map<String, String> settings = recording.header().settingsByKey();
        VitalsConfig recorded = ConfigParser.parse(settings, Map.of()).config();
        settings.putAll(changes);
        ConfigResult wanted = ConfigParser.parse(settings, Map.of());
        // Another version may have recorded keys that this one does not know; what the user gave has to be right.
        List<ConfigProblem> problems = wanted.problems().stream()
                .filter(problem -> changes.containsKey(problem.key()))
                .toList();
        if (!problems.isEmpty()) {
            problems.forEach(problem -> err.println(problem.message()));
            return CommandLine.ExitCode.USAGE;
        }
        return replay(recording, recorded, wanted.config());
    }

    private int replay(RecordingFile recording, VitalsConfig recorded, VitalsConfig wanted) {
        boolean sameHealth =
                wanted.health().equals(recorded.health()) && wanted.limits().equals(recorded.limits());
        boolean decidesAgain = !sameHealth || !wanted.snapshots().equals(recorded.snapshots());
        SnapshotConfig snapshots = wanted.snapshots();
        Optional<DryRun> breaker = decidesAgain
                ? Optional.of(new DryRun(
                        snapshots,
                        wanted.health(),
                        snapshots.directory().or(() -> recording.header().savepointDirectory())))
                : Optional.empty();
        ReplayOutput output = csv ? new ReplayCsv(out) : json ? new ReplayJson(out) : new ReplayText(out);
        output.start(recording.header());
        Replay replay = sameHealth
                ? Replay.asRecorded(recording, wanted.health(), wanted.limits())
                : Replay.with(recording, wanted.health(), wanted.limits());
        ReplayResult result = replay.run(new ReplayTimeline(breaker, output::row));
        if (decidesAgain) {
            note("Decisions are those of a breaker that starts here, that leads, whose storage canary works, and whose"
                    + " actions succeed at once; what they would have changed in the job is not known.");
        }
        output.end(result, verdict(result));
        result.damage()
                .ifPresent(
                        damage -> err.println(file + ": damaged: " + damage + "; what comes before it was replayed"));
        out.flush();
        if (result.different() > 0) {
            return DIFFERENT;
        }
        return result.damage().isPresent() ? DAMAGED : CommandLine.ExitCode.OK;
    }

    private void note(String text) {
        if (csv || json) {
            err.println(text);
        } else {
            out.println(text);
        }
    }

    private static String verdict(ReplayResult result) {
        if (result.different() > 0) {
            return result.different() + " of " + result.cycles() + " assessments differ from those of the live run";
        }
        if (result.provesEqual()) {
            return "All " + result.cycles() + " assessments are equal to those of the live run";
        }
        return result.cycles() + " assessments, " + result.equal() + " of them equal to those of the live run, "
                + (result.cycles() - result.equal()) + " not compared"
                + result.cold().map(why -> ": " + why).orElse("");
    }
}
