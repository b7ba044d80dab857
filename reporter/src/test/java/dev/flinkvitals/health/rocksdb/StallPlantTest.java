/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.signals.StateBackendReading;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A simulated tree of files whose writer is faster, or not, than what compaction can take: the truth is known. */
class StallPlantTest {
    private static final int CYCLES = 240;

    /** Writes fill memtables of 64 MB; each becomes a file of level 0; compaction takes files away; 36 files stop writes. */
    private static final class Plant {
        private static final double STEP_SECONDS = 0.1;
        private static final double MEM_TABLE = 64e6;
        private static final int STOP = 36;

        private final double writeRate;
        private final double compactionRate;
        private final Random random = new Random(17);
        private double written;
        private double files;
        private double stalledSeconds;

        Plant(double writeRate, double compactionRate) {
            this.writeRate = writeRate;
            this.compactionRate = compactionRate;
        }

        StateBackendReading run(boolean statistics) {
            for (double t = 0; t < 5; t += STEP_SECONDS) {
                files = Math.max(0, files - compactionRate * STEP_SECONDS / MEM_TABLE * (0.5 + random.nextDouble()));
                if (files >= STOP) {
                    stalledSeconds += STEP_SECONDS;
                } else {
                    written += writeRate * STEP_SECONDS;
                    while (written >= MEM_TABLE) {
                        written -= MEM_TABLE;
                        files++;
                    }
                }
            }
            Column column = new Column(Bench.subtask(0), "sums")
                    .set("is-write-stopped", files >= STOP ? 1 : 0)
                    .set("actual-delayed-write-rate", 0)
                    .set("num-files-at-level0", (long) files)
                    .set("num-immutable-mem-table", 0);
            return statistics
                    ? column.set("stall-micros", Math.round(stalledSeconds * 1e6))
                            .read()
                    : column.read();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.25, 2, 4})
    void theStallShareIsThatOfTheWritesThatCompactionCannotTake(double overload) {
        Bench bench = new Bench();
        Plant plant = new Plant(overload * 40e6, 40e6);
        RocksDbHealth last = bench.step(plant.run(true));
        double before = 0;
        for (int i = 0; i < CYCLES * 4; i++) {
            if (i == CYCLES * 4 - 13) {
                before = plant.stalledSeconds;
            }
            last = bench.step(plant.run(true));
        }
        double truth = (plant.stalledSeconds - before) / 65;
        assertThat(truth).isEqualTo(1 - 1 / overload, within(0.1));
        assertThat(bench.tracker.stallShare(Bench.subtask(0)).orElseThrow()).isEqualTo(truth, within(0.05));
        assertThat(last.observations()).extracting(Observation::cause).containsExactly("level0_files");
        assertThat(last.observations().get(0).reason())
                .contains("writes are stopped")
                .contains("files in level 0");
    }

    @Test
    void samplesOfTheStopStandInWhereStatisticsAreOff() {
        Bench bench = new Bench();
        Plant plant = new Plant(160e6, 40e6);
        for (int i = 0; i < CYCLES; i++) {
            bench.step(plant.run(false));
        }
        // Three quarters of the time, from 12 or so samples: two of them more or less.
        assertThat(bench.tracker.stallShare(Bench.subtask(0)).orElseThrow()).isEqualTo(0.75, within(0.25));
        assertThat(bench.tracker.stallShare(Bench.subtask(1))).isEmpty();
    }

    @Test
    void aWriterThatCompactionKeepsUpWithRaisesNothing() {
        Bench bench = new Bench();
        Plant plant = new Plant(32e6, 40e6);
        Set<String> causes = new HashSet<>();
        for (int i = 0; i < CYCLES * 10; i++) {
            RocksDbHealth health = bench.step(plant.run(true));
            health.observations().forEach(seen -> causes.add(seen.cause()));
        }
        assertThat(causes).isEmpty();
        assertThat(bench.tracker.stallShare(Bench.subtask(0)).orElseThrow()).isZero();
    }

    @Test
    void aNewDatabaseStartsOver() {
        Bench bench = new Bench();
        for (int i = 0; i < 24; i++) {
            bench.step(stalled(i * 2_500_000L));
        }
        // 2.5 of each 5 s
        assertThat(bench.tracker.stallShare(Bench.subtask(0)).orElseThrow()).isEqualTo(0.5, within(1e-9));
        bench.step(stalled(0));
        // What samples of the write stop tell stands in until a span is complete; they were all clear.
        assertThat(bench.tracker.stallShare(Bench.subtask(0)).orElseThrow()).isZero();
    }

    private static StateBackendReading stalled(long micros) {
        return new Column(Bench.subtask(0), "sums")
                .set("stall-micros", micros)
                .set("is-write-stopped", 0)
                .read();
    }
}
