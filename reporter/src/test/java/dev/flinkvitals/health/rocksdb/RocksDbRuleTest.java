/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.finding.Severity;
import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.signals.Coverage;
import dev.flinkvitals.signals.StateBackendReading;
import dev.flinkvitals.signals.StateDeclaration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RocksDbRuleTest {
    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);
    private static final long GIB = 1L << 30;

    private final Bench bench = new Bench();

    @ParameterizedTest
    @CsvSource({
        "num-files-at-level0, 10, 0, ''",
        "num-files-at-level0, 13, 0.25, ''",
        "num-files-at-level0, 16, 0.5, level0_files",
        "num-files-at-level0, 20, 1, level0_files",
        "estimate-pending-compaction-bytes, 17179869184, 0, ''", // 16 GiB
        "estimate-pending-compaction-bytes, 34359738368, 0.5, compaction_backlog", // 32 GiB
        "estimate-pending-compaction-bytes, 68719476736, 1, compaction_backlog", // 64 GiB
        "is-write-stopped, 1, 1, write_stop",
        "actual-delayed-write-rate, 2000000, 1, delayed_writes",
        "actual-delayed-write-rate, 0, 0, ''",
        "num-immutable-mem-table, 1, 0, ''",
        "num-immutable-mem-table, 2, 1, memtables",
        "mem-table-flush-pending, 1, 0.5556, memtables", // 0.5 + 0.5 * (1 - 0.95) / (1.4 - 0.95)
        "num-running-compactions, 9, NaN, ''", // evidence of work, not of harm
    })
    void eachNumberHasItsPriceAndItsCause(String metric, long number, double severity, String cause) {
        RocksDbHealth health = bench.hold(
                TWO_MINUTES,
                new Column(Bench.subtask(1), "sums").set(metric, number).read());

        if (Double.isNaN(severity)) {
            assertThat(health.judgement()).isInstanceOf(Judgement.Missing.class);
        } else {
            assertThat(Bench.severity(health)).isEqualTo(severity, within(1e-4));
        }
        assertThat(health.observations().stream().map(Observation::cause).toList())
                .isEqualTo(cause.isEmpty() ? List.of() : List.of(cause));
    }

    @Test
    void oneStoppedSampleOfTwelveIsAlmostAsBadAsItGets() {
        StateBackendReading running =
                new Column(Bench.subtask(0), "sums").set("is-write-stopped", 0).read();
        StateBackendReading stopped =
                new Column(Bench.subtask(0), "sums").set("is-write-stopped", 1).read();
        bench.hold(Duration.ofSeconds(115), running);
        bench.step(stopped);

        // At 125 s the buckets of 10 s from 70 s on hold 12 samples, one of them stopped: 0.5 + 0.5 * (1 / 12) / 0.1
        RocksDbHealth health = bench.step(running);
        assertThat(Bench.severity(health)).isEqualTo(0.5 + 0.5 / 1.2, within(1e-9));
        assertThat(health.observations()).singleElement().satisfies(seen -> {
            assertThat(seen.kind()).isEqualTo(FindingKind.ROCKSDB_STALLS);
            assertThat(seen.severity()).isEqualTo(Severity.WARNING);
            assertThat(seen.place()).isEqualTo(Place.subtask(Bench.TOTALS, "totals", 0));
            assertThat(seen.reason()).isEqualTo("RocksDB state 'sums': writes are stopped 8 % of the time");
        });
        assertThat(Bench.severity(bench.hold(Duration.ofSeconds(60), running))).isZero();
    }

    @Test
    void aDelayIsBadOnceItLastsAWindow() {
        StateBackendReading delayed = new Column(Bench.subtask(0), "sums")
                .set("actual-delayed-write-rate", 16_000_000)
                .read();
        // 5 s, 10 s: the share of a window that was seen is 0 and 5 / 60, which is above 0.05: 0.5 * 0.0333 / 0.25
        assertThat(Bench.severity(bench.step(delayed))).isZero();
        assertThat(Bench.severity(bench.step(delayed))).isEqualTo(0.5 * (5 / 60.0 - 0.05) / 0.25, within(1e-9));
        assertThat(Bench.severity(bench.hold(Duration.ofSeconds(55), delayed))).isEqualTo(1);
    }

    @Test
    void namesWhatWritesAreHeldBackFor() {
        StateBackendReading column = new Column(Bench.subtask(0), "sums")
                .set("is-write-stopped", 1)
                .set("num-files-at-level0", 36)
                .set("estimate-pending-compaction-bytes", 20 * GIB)
                .read();
        assertThat(bench.hold(TWO_MINUTES, column).observations())
                .singleElement()
                .satisfies(seen -> {
                    assertThat(seen.cause()).isEqualTo("level0_files");
                    assertThat(seen.reason())
                            .isEqualTo(
                                    "RocksDB state 'sums': writes are stopped 100 % of the time: 36 files in level 0");
                    assertThat(seen.evidence())
                            .extracting(e -> e.name() + " " + e.value())
                            .containsExactly(
                                    "rocksdb is-write-stopped 1.0",
                                    "rocksdb num-files-at-level0 36.0",
                                    "rocksdb estimate-pending-compaction-bytes " + 20.0 * GIB);
                });
    }

    @Test
    void whatAllStatesOfADatabaseRepeatCountsOnce() {
        bench.managedBytes = OptionalLong.of(600);
        List<StateBackendReading> columns = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            columns.add(new Column(Bench.subtask(0), "state-" + i)
                    .set("block-cache-usage", 500)
                    .set("block-cache-capacity", 500)
                    .set("block-cache-pinned-usage", 240)
                    .set("size-all-mem-tables", 30)
                    .set("estimate-table-readers-mem", 10)
                    .set("stall-micros", 1_000_000)
                    .read());
        }
        RocksDbHealth health = bench.step(columns);

        // 500 of cache, memtables among them, and 10 * 10 of readers, of 500 * 3 / 2.5 = 600
        assertThat(bench.tracker.databases())
                .singleElement()
                .satisfies(database ->
                        assertThat(database.value(RocksDbSignal.MEMORY_BUDGET)).isEqualTo(1.0, within(1e-9)));
        // 240 / 500 is below one half.
        assertThat(Bench.severity(health)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"500, 100, 0", "560, 100, 0.5", "650, 100, 1"})
    void memoryBeyondTheSlotsBudgetIsBad(long cache, long readers, double severity) {
        bench.managedBytes = OptionalLong.of(600);
        RocksDbHealth health = bench.step(memory(cache, readers));
        // 600, 660 and 750 of 600: 1, 1.1 and 1.25
        assertThat(Bench.severity(health)).isEqualTo(severity, within(1e-9));
    }

    @Test
    void withoutManagedMemoryThereIsNoBudgetToExceed() {
        bench.managedBytes = OptionalLong.of(0);
        assertThat(Bench.severity(bench.step(memory(500, 5_000)))).isZero();
    }

    private static StateBackendReading memory(long cache, long readers) {
        return new Column(Bench.subtask(0), "sums")
                .set("num-files-at-level0", 1)
                .set("block-cache-usage", cache)
                .set("block-cache-capacity", 500)
                .set("estimate-table-readers-mem", readers)
                .read();
    }

    @ParameterizedTest
    @CsvSource({
        "sums, 20000, 10000, 0.25",
        "sums, 20000, 16000, 0.5",
        "sums, 9999, 9999, 0",
        "_timer_state/x, 20000, 16000, 0"
    })
    void deletionsCostHalfAtMostAndTimersNothing(String state, long entries, long deletes, double severity) {
        RocksDbHealth health = bench.step(new Column(Bench.subtask(0), state)
                .set("num-files-at-level0", 1)
                .set("num-entries-active-mem-table", entries)
                .set("num-deletes-active-mem-table", deletes)
                .read());
        assertThat(Bench.severity(health)).isEqualTo(severity, within(1e-9));
    }

    @Test
    void versionsThatStayAreHeldAndThoseThatGrowAreBad() {
        // Each window keeps what all its samples have in common: 40 of a compaction that comes and goes is not.
        for (int i = 0; i < 40; i++) {
            assertThat(Bench.severity(bench.step(versions(i % 12 == 3 ? 2 : 40))))
                    .isZero();
        }
        for (int i = 0; i < 40; i++) {
            bench.step(versions(25));
        }
        // 25 in both of the last two windows: held, but no more than they were.
        assertThat(Bench.severity(bench.step(versions(25)))).isEqualTo(0.5);
        RocksDbHealth health = bench.step(versions(25));
        for (int i = 0; i < 24; i++) {
            health = bench.step(versions(25 + i));
        }
        assertThat(Bench.severity(health)).isEqualTo(1);
        assertThat(health.observations()).extracting(Observation::cause).containsExactly("held_versions");
    }

    private static StateBackendReading versions(long versions) {
        return new Column(Bench.subtask(0), "sums")
                .set("num-live-versions", versions)
                .set("num-files-at-level0", 1)
                .read();
    }

    @Test
    void aBackgroundErrorIsCriticalUntilTheDatabaseIsANewOne() {
        StateBackendReading broken =
                new Column(Bench.subtask(3), "sums").set("background-errors", 1).read();
        RocksDbHealth health = bench.hold(TWO_MINUTES, broken);
        assertThat(Bench.severity(health)).isEqualTo(1);
        assertThat(health.observations()).singleElement().satisfies(seen -> {
            assertThat(seen.kind()).isEqualTo(FindingKind.ROCKSDB_BROKEN);
            assertThat(seen.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(seen.place()).isEqualTo(Place.subtask(Bench.TOTALS, "totals", 3));
        });
        assertThat(health.pressures()).singleElement().satisfies(pressure -> {
            assertThat(pressure.cause()).isEqualTo("background_errors");
            assertThat(pressure.subtask()).isEqualTo(3);
        });
        StateBackendReading fresh =
                new Column(Bench.subtask(3), "sums").set("background-errors", 0).read();
        assertThat(bench.step(fresh).observations()).isEmpty();
    }

    @Test
    void severalSubtasksAreOneFindingOfTheirVertexUntilNoneIsLeft() {
        StateBackendReading bad0 = new Column(Bench.subtask(0), "sums")
                .set("num-files-at-level0", 18)
                .read();
        StateBackendReading bad1 = new Column(Bench.subtask(1), "sums")
                .set("num-files-at-level0", 20)
                .read();
        StateBackendReading good0 = new Column(Bench.subtask(0), "sums")
                .set("num-files-at-level0", 1)
                .read();
        StateBackendReading good1 = new Column(Bench.subtask(1), "sums")
                .set("num-files-at-level0", 1)
                .read();
        Place vertex = Place.vertex(Bench.TOTALS, "totals");

        assertThat(places(bench.step(good0, bad1))).containsExactly(Place.subtask(Bench.TOTALS, "totals", 1));
        RocksDbHealth both = bench.step(bad0, bad1);
        assertThat(places(both)).containsExactly(vertex);
        assertThat(both.observations().get(0).reason())
                .isEqualTo("RocksDB state 'sums': 20 files in level 0 (subtask 1; 2 of 2 subtasks)");
        assertThat(places(bench.step(good0, bad1))).containsExactly(vertex);
        assertThat(places(bench.step(good0, good1))).isEmpty();
        assertThat(places(bench.step(bad0, good1))).containsExactly(Place.subtask(Bench.TOTALS, "totals", 0));
    }

    private static List<Place> places(RocksDbHealth health) {
        return health.observations().stream().map(Observation::place).toList();
    }

    @Test
    void aJobWithoutADatabaseIsNotJudged() {
        bench.managedBytes = OptionalLong.of(0);
        assertThat(bench.step().judgement())
                .isEqualTo(new Judgement.NotApplicable(
                        "the job has no keyed state: no TaskManager opened a database for it"));
    }

    @Test
    void whereADatabaseMayBeOpenItsSilenceIsNoHealth() {
        // Nothing is known of managed memory; some is reserved; not all are heard; a state is declared; it was heard
        // before.
        assertThat(bench.step().judgement()).isInstanceOf(Judgement.Missing.class);
        bench.managedBytes = OptionalLong.of(300);
        assertThat(bench.step().judgement()).isInstanceOf(Judgement.Missing.class);
        bench.managedBytes = OptionalLong.of(0);
        bench.coverage = new Coverage(1, 2);
        assertThat(bench.step().judgement()).isInstanceOf(Judgement.Missing.class);
        bench.coverage = new Coverage(1, 1);
        bench.states = List.of(new StateDeclaration(Bench.TOTALS, "sums", "ValueState", "Long", Optional.empty()));
        assertThat(bench.step().judgement()).isInstanceOf(Judgement.Missing.class);
        bench.states = List.of();
        bench.step(versions(1));
        assertThat(bench.step().judgement()).isInstanceOf(Judgement.Missing.class);
    }

    @Test
    void forStIsJudgedAlikeAndCalledByItsName() {
        bench.backend = "ForStStateBackend";
        assertThat(bench.step().judgement())
                .isEqualTo(new Judgement.Missing("the job uses ForSt, but none of its native metrics arrive; "
                        + "vitals.rocksdb.metrics.enabled switches them on, as do state.backend.forst.metrics.*"));
        RocksDbHealth health = bench.step(new Column(Bench.subtask(0), "sums")
                .set("num-files-at-level0", 20)
                .read());
        assertThat(health.observations().get(0).reason()).isEqualTo("ForSt state 'sums': 20 files in level 0");
    }

    @Test
    void theOrderOfReadingsDoesNotMatterAndNoNumberBreaksTheRange() {
        Random random = new Random(5);
        Bench other = new Bench();
        bench.managedBytes = OptionalLong.of(600);
        other.managedBytes = OptionalLong.of(600);
        for (int cycle = 0; cycle < 200; cycle++) {
            List<StateBackendReading> columns = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                columns.add(anything(random));
            }
            RocksDbHealth health = bench.step(columns);
            Collections.shuffle(columns, random);
            assertThat(other.step(columns)).isEqualTo(health);
            assertThat(Bench.severity(health)).isBetween(0.0, 1.0);
            assertThat(health.pressures())
                    .allSatisfy(pressure -> pressure.stallShare()
                            .ifPresent(share -> assertThat(share).isBetween(0.0, 1.0)));
        }
    }

    private static StateBackendReading anything(Random random) {
        Column column = new Column(Bench.subtask(random.nextInt(4)), "state-" + random.nextInt(3));
        for (String name : List.of(
                "size-all-mem-tables",
                "estimate-pending-compaction-bytes",
                "is-write-stopped",
                "actual-delayed-write-rate",
                "background-errors",
                "num-files-at-level0",
                "num-immutable-mem-table",
                "block-cache-usage",
                "block-cache-capacity",
                "block-cache-pinned-usage",
                "mem-table-flush-pending",
                "stall-micros",
                "estimate-table-readers-mem",
                "num-live-versions",
                "num-entries-active-mem-table",
                "num-deletes-active-mem-table")) {
            switch (random.nextInt(6)) {
                case 0 -> column.set(name, Long.MAX_VALUE);
                case 1 -> column.set(name, -1);
                case 2 -> column.set(name, Long.MIN_VALUE);
                case 3 -> column.set(name, 0);
                case 4 -> column.set(name, random.nextInt(1000));
                default -> {}
            }
        }
        return column.read();
    }
}
