/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.failover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flinkvitals.examples.cluster.Run;
import dev.flinkvitals.examples.parts.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A ledger as {@code java -jar flink-vitals.jar ledger PATH} reads it.
 *
 * @param entries entries that it could read
 * @param unreadable files that it could not, but for those that a kill tore
 * @param torn files that a kill tore: the last of their leader
 * @param duplicates savepoints that were verified beyond the first, over all incidents
 */
record LedgerCheck(int entries, int unreadable, int torn, int duplicates) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * Reads it.
     *
     * @param run what the process belongs to
     * @param cluster name of the cluster, unique in the run
     * @param ledger its directory
     */
    static LedgerCheck of(Run run, String cluster, Path ledger) {
        Path output = run.directory().resolve(cluster + "-ledger.json");
        new Command(
                        List.of(
                                ProcessHandle.current().info().command().orElse("java"),
                                "-jar",
                                run.workspace().agentJar().toString(),
                                "ledger",
                                "--json",
                                ledger.toString()),
                        run.directory(),
                        Map.of(),
                        output)
                .run(PATIENCE);
        JsonNode json = parse(output);
        LedgerFolder folder = new LedgerFolder(ledger);
        int torn = 0;
        int unreadable = 0;
        for (JsonNode file : json.path("unreadable")) {
            if (folder.isTail(file.path("file").asText())) {
                torn++;
            } else {
                unreadable++;
            }
        }
        return new LedgerCheck(json.path("entries").size(), unreadable, torn, duplicates(json));
    }

    private static int duplicates(JsonNode json) {
        Map<String, Set<String>> verified = new HashMap<>();
        for (JsonNode entry : json.path("entries")) {
            if (entry.path("kind").asText().equals("verified")) {
                verified.computeIfAbsent(entry.path("job_id").asText(), job -> new HashSet<>())
                        .add(entry.path("details").path("path").asText());
            }
        }
        return verified.values().stream().mapToInt(paths -> paths.size() - 1).sum();
    }

    /** Messages about unreadable files stand before the object, in the same file. */
    private static JsonNode parse(Path output) {
        try {
            String text = Files.readString(output);
            return new ObjectMapper().readTree(text.substring(Math.max(0, text.indexOf("{\"newest_epoch\""))));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read what the ledger command said", e);
        }
    }
}
