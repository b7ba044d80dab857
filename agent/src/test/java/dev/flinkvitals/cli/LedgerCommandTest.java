/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.breaker.ledger.EntryKind;
import dev.flinkvitals.breaker.ledger.Facts;
import dev.flinkvitals.breaker.ledger.LedgerEntry;
import dev.flinkvitals.breaker.ledger.LedgerFact;
import dev.flinkvitals.breaker.ledger.LedgerText;
import dev.flinkvitals.snapshot.ledger.files.LedgerReader;
import dev.flinkvitals.snapshot.ledger.files.LocalFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerCommandTest {
    private static final LedgerFact TRIGGERED = Facts.memory(EntryKind.TRIGGERED, Facts.NOON.plusSeconds(20));

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path triggered = Path.of("");

    private int run(String... arguments) {
        return VitalsCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    @BeforeEach
    void write() throws IOException {
        LocalFiles files = new LocalFiles(directory);
        List<LedgerEntry> entries = Facts.by(
                Facts.FIRST,
                LedgerFact.lead(Facts.NOON, "nobody led before"),
                Facts.memory(EntryKind.REFUSED, Facts.NOON.plusSeconds(5)),
                Facts.memory(EntryKind.REFUSED, Facts.NOON.plusSeconds(10)),
                TRIGGERED,
                TRIGGERED
                        .then(EntryKind.VERIFIED, Facts.NOON.plusSeconds(30), "read \"back\"\n")
                        .with(LedgerFact.PATH, "s3://b/sp-1"));
        for (LedgerEntry entry : entries) {
            String folder = entry.fact().kind() == EntryKind.LEAD
                    ? LedgerReader.LEADERS
                    : entry.name().day().toString();
            files.create(folder + "/" + entry.name().file(), LedgerText.encode(entry));
        }
        triggered =
                directory.resolve("2026-01-02").resolve(entries.get(3).name().file());
        Files.writeString(Files.createDirectories(directory.resolve("claims")).resolve("owner"), "");
    }

    @Test
    void listsEntriesInOrderAndTellsWhatHappened() {
        assertThat(run("ledger", directory.toString())).as(err.toString()).isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "2026-01-02T12:00:00Z      epoch 1     lead             nobody led before",
                        "2026-01-02T12:00:05Z      epoch 1     refused          job orders"
                                + " (0000000000000000000000000000000a), savepoint for memory@2026-01-02T11:00:00Z: heap of"
                                + " tm-1 runs out in 9 min",
                        "2026-01-02T12:00:10Z      epoch 1     refused          job orders"
                                + " (0000000000000000000000000000000a), savepoint for memory@2026-01-02T11:00:00Z: heap of"
                                + " tm-1 runs out in 9 min",
                        "2026-01-02T12:00:20Z      epoch 1     triggered        job orders"
                                + " (0000000000000000000000000000000a), savepoint for memory@2026-01-02T11:00:00Z: heap of"
                                + " tm-1 runs out in 9 min",
                        "2026-01-02T12:00:30Z      epoch 1     verified         job orders"
                                + " (0000000000000000000000000000000a), savepoint for memory@2026-01-02T11:00:00Z: read"
                                + " \"back\"? [path=s3://b/sp-1]",
                        "",
                        "Incidents:",
                        "  memory@2026-01-02T11:00:00Z of job 0000000000000000000000000000000a (memory): refused savepoint"
                                + " x2, triggered savepoint, verified savepoint s3://b/sp-1",
                        "",
                        "5 entries, 1 incidents, 0 unreadable files, last leadership 1-aaaaaaaaaaaa");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void readsAUriOfThisMachineAsWell() {
        assertThat(run("ledger", directory.toUri().toString())).isZero();
        assertThat(out.toString()).contains("5 entries");
    }

    @Test
    void printsJson() throws IOException {
        assertThat(run("ledger", "--json", directory.toString())).isZero();

        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("newest_epoch").asLong()).isEqualTo(1);
        assertThat(json.get("entries")).hasSize(5);
        JsonNode last = json.get("entries").get(4);
        assertThat(last.get("reason").asText()).isEqualTo("read \"back\"\n");
        assertThat(last.get("details").get("path").asText()).isEqualTo("s3://b/sp-1");
        assertThat(last.get("sequence").asLong()).isEqualTo(4);
        assertThat(json.get("entries").get(0).get("job_id").isNull()).isTrue();
        assertThat(json.get("incidents").get(0).get("kinds").toString())
                .isEqualTo("[\"refused\",\"refused\",\"triggered\",\"verified\"]");
        assertThat(json.get("unreadable")).isEmpty();
    }

    @Test
    void showsOneJob() {
        assertThat(run("ledger", "--job", Facts.OTHER.hex(), directory.toString()))
                .isZero();
        assertThat(out.toString()).contains("0 entries");
        assertThat(run("ledger", "--job", "orders", directory.toString())).isEqualTo(2);
        assertThat(err.toString().strip()).startsWith("--job: ").contains("orders");
    }

    @Test
    void namesWhatIsDamagedAndListsTheRest() throws IOException {
        byte[] whole = Files.readAllBytes(triggered);
        Files.write(triggered, Arrays.copyOf(whole, 100));

        assertThat(run("ledger", directory.toString())).isEqualTo(3);

        assertThat(err.toString().strip())
                .isEqualTo("1767355220000-000001-aaaaaaaaaaaa-000003-triggered.entry: damaged: torn after 100 bytes");
        assertThat(out.toString())
                .contains("verified")
                .endsWith("4 entries, 1 incidents, 1 unreadable files, last leadership 1-aaaaaaaaaaaa"
                        + System.lineSeparator());
    }

    @Test
    void otherDirectoriesAreNoLedgers() {
        assertThat(run("ledger", directory.resolve("claims").toString())).isEqualTo(2);
        assertThat(run("ledger", directory.resolve("nowhere").toString())).isEqualTo(2);
        assertThat(err.toString().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .endsWith(
                                ": no ledger here: expected a directory that holds leaders and one directory per day"));
    }

    @Test
    void needsFlinkForOtherStorages() {
        assertThat(run("ledger", "--flink", "/no/such", "s3://bucket/ledger")).isEqualTo(2);
        assertThat(err.toString()).startsWith("/no/such: no Flink");
    }
}
