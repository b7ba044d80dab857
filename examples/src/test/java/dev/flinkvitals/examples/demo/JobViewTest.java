/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flinkvitals.examples.demo.JobView.BottleneckView;
import dev.flinkvitals.examples.demo.JobView.SnapshotView;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class JobViewTest {
    /** An entry as {@code /vitals/api/v1/jobs} gives it, in its interesting parts. */
    static final String SLOW_SINK = """
            {"id":"00000000000000000000000000000001","name":"orders","phase":"RUNNING","score":54.6,"band":"YELLOW","confidence":0.93,
            "components":[
              {"name":"stability","state":"scored","points":0.0,"reason":"no restarts"},
              {"name":"capacity","state":"scored","points":38.2,"reason":"orders-db sink: Writer is busy all the time"},
              {"name":"rocksdb","state":"unknown","points":0.0,"reason":"no RocksDB metric yet"},
              {"name":"lag","state":"not_applicable","points":null,"reason":"no source that reports lag"}],
            "bottleneck":{"vertexName":"orders-db sink: Writer","subtask":null,"reason":"busy 100 %, backpressure 94 % before it"},
            "forecasts":[{"resource":"local_state","process":"tm-1","level":0.41,"secondsToExhaustion":120.0,
              "secondsToExhaustionLow":95.5,"actionable":true}],
            "checkpoint":{"ageSeconds":3.2,"exposure":0.6},
            "lag":{"records":1200,"seconds":4.0},
            "vertices":[{"name":"enrich","busyMax":0.04,"backPressuredMax":0.94},{"name":"orders-db sink: Writer","busyMax":1.0,"backPressuredMax":null}],
            "breaker":{"mode":"active",
              "decisions":[
                {"at":"2026-01-01T00:00:09Z","action":"savepoint","outcome":"triggered","reason":"local_state is full in 96 s"},
                {"at":"2026-01-01T00:00:01Z","action":"savepoint","outcome":"refused","reason":"backpressure"}],
              "snapshots":[{"action":"savepoint","startedAt":"2026-01-01T00:00:09Z","result":"verified","seconds":1.5,
                "path":"file:/sp/savepoint-1","restoreCommand":"bin/flink run -s file:/sp/savepoint-1","error":null}]}}""";

    static JobView slowSink() {
        return read(SLOW_SINK);
    }

    static JobView read(String json) {
        try {
            return JobView.of(new ObjectMapper().readTree(json));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void readsWhatTheDemoWaitsFor() {
        JobView job = slowSink();

        assertThat(job.score()).hasValue(54.6);
        assertThat(job.isKnownNotGreen()).isTrue();
        assertThat(job.bottleneck())
                .contains(new BottleneckView("orders-db sink: Writer", "busy 100 %, backpressure 94 % before it"));
        assertThat(job.backPressure()).hasValue(0.94);
        assertThat(job.forecastOf("local_state")).hasValueSatisfying(forecast -> {
            assertThat(forecast.secondsLeft()).hasValue(120);
            assertThat(forecast.actionable()).isTrue();
        });
        assertThat(job.newestDecision())
                .hasValueSatisfying(decision -> assertThat(decision.outcome()).isEqualTo("triggered"));
        assertThat(job.snapshots()).singleElement().satisfies(snapshot -> {
            assertThat(snapshot.isVerifiedSavepoint()).isTrue();
            assertThat(snapshot.restoreCommand()).contains("bin/flink run -s file:/sp/savepoint-1");
        });
    }

    @Test
    void takesNullAndAbsentFieldsForUnknown() {
        JobView job = read("{\"score\":null,\"band\":\"UNKNOWN\",\"bottleneck\":null,\"lag\":{\"records\":null}}");

        assertThat(job.score()).isEmpty();
        assertThat(job.isGreen()).isFalse();
        assertThat(job.isKnownNotGreen()).isFalse();
        assertThat(job.bottleneck()).isEmpty();
        assertThat(job.lagRecords()).isEmpty();
        assertThat(job.backPressure()).isEmpty();
        assertThat(job.snapshots()).isEmpty();
        assertThat(job.newestDecision()).isEmpty();
    }

    @Test
    void takesACheckpointOrAnUnverifiedSavepointForNoProof() {
        SnapshotView completed = new SnapshotView(
                "savepoint",
                "2026-01-01T00:00:09Z",
                "completed",
                OptionalDouble.of(1),
                Optional.of("file:/sp/savepoint-1"),
                Optional.empty(),
                Optional.empty());
        SnapshotView checkpoint = new SnapshotView(
                "checkpoint",
                "2026-01-01T00:00:09Z",
                "verified",
                OptionalDouble.of(1),
                Optional.of("file:/cp/chk-1"),
                Optional.empty(),
                Optional.empty());

        assertThat(completed.isVerifiedSavepoint()).isFalse();
        assertThat(checkpoint.isVerifiedSavepoint()).isFalse();
    }
}
