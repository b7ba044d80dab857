/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.cli;

import dev.flinkvitals.breaker.ledger.LedgerContents;
import dev.flinkvitals.breaker.ledger.LedgerEntry;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.snapshot.ledger.files.FetchedFiles;
import dev.flinkvitals.snapshot.ledger.files.LedgerFiles;
import dev.flinkvitals.snapshot.ledger.files.LedgerReader;
import dev.flinkvitals.snapshot.ledger.files.LocalFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ledger PATH}: what the breaker decided and did, as it wrote it down. */
@Command(
        name = "ledger",
        description = "Lists the breaker's ledger: decisions, actions, what came of them, and who led.",
        footer = {
            "",
            "A ledger on this machine needs nothing else. For s3://, hdfs:// and so on it needs Flink's jars:",
            "those beside this jar, else of FLINK_HOME, else of --flink.",
            "Exit codes: 0 fine, 2 wrong usage or no ledger at PATH,",
            "3 some files cannot be read (what is whole is listed)."
        },
        mixinStandardHelpOptions = true)
final class LedgerCommand implements Callable<Integer> {
    private static final int DAMAGED = 3;
    private static final String INSIDE = "dev.flinkvitals.offline.LedgerFetch";

    private final PrintWriter out;
    private final PrintWriter err;
    private final Map<String, String> environment;

    @Parameters(
            paramLabel = "PATH",
            description = "The ledger's directory, which holds leaders and one directory per day.")
    private String path = "";

    @Option(names = "--job", paramLabel = "ID", description = "Only entries of this job.")
    private Optional<String> job = Optional.empty();

    @Option(names = "--json", description = "Prints a JSON object.")
    private boolean json;

    @Option(names = "--flink", paramLabel = "DIR", description = "Flink's directory, with lib, conf and plugins.")
    private Optional<Path> flink = Optional.empty();

    LedgerCommand(PrintWriter out, PrintWriter err, Map<String, String> environment) {
        this.out = out;
        this.err = err;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Optional<JobId> wanted;
        try {
            wanted = job.map(JobId::new);
        } catch (IllegalArgumentException e) {
            err.println("--job: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        try {
            LedgerFiles files = files();
            if (files.list("").stream().noneMatch(LedgerReader::holdsEntries)) {
                return unusable("no ledger here: expected a directory that holds leaders and one directory per day");
            }
            LedgerContents contents = new LedgerReader(files, () -> false).readAll();
            return list(contents, wanted);
        } catch (FlinkHomeException e) {
            err.println(e.getMessage());
            return CommandLine.ExitCode.USAGE;
        } catch (FlinkCall.Failure | IOException e) {
            return unusable("cannot be read: " + e.getMessage());
        }
    }

    private int unusable(String why) {
        err.println(ReplayText.printable(path + ": " + why));
        return CommandLine.ExitCode.USAGE;
    }

    private int list(LedgerContents contents, Optional<JobId> wanted) {
        List<LedgerEntry> entries = contents.entries().stream()
                .filter(entry -> wanted.isEmpty() || entry.fact().job().equals(wanted))
                .sorted(Comparator.comparing((LedgerEntry entry) -> entry.fact().at())
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        LedgerListing listing = new LedgerListing(entries, contents.unreadable(), contents.newest());
        if (json) {
            listing.json(out);
        } else {
            listing.text(out);
        }
        contents.unreadable().forEach(file -> err.println(ReplayText.printable(file.file() + ": " + file.reason())));
        out.flush();
        return contents.unreadable().isEmpty() ? CommandLine.ExitCode.OK : DAMAGED;
    }

    private LedgerFiles files() throws FlinkHomeException, FlinkCall.Failure {
        Optional<Path> local = local();
        if (local.isPresent()) {
            return new LocalFiles(local.get());
        }
        FlinkHome home = FlinkHome.find(flink, environment);
        Object fetched =
                FlinkCall.call(home, INSIDE, "fetch", path, home.configuration(environment), home.plugins(environment));
        SortedMap<String, byte[]> files = new TreeMap<>();
        ((Map<?, ?>) fetched).forEach((name, content) -> files.put((String) name, (byte[]) content));
        return new FetchedFiles(path, files);
    }

    /** A path of this machine; what names another scheme is none. */
    private Optional<Path> local() {
        try {
            if (path.startsWith("file:")) {
                return Optional.of(Path.of(URI.create(path).getPath()));
            }
            Path directory = Path.of(path);
            return Files.exists(directory) || !path.contains("://") ? Optional.of(directory) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
