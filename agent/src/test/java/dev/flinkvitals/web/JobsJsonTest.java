/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.snapshot.RestoreInstructions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class JobsJsonTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JobsJson json = new JobsJson("0.1.0");

    @Test
    void writesEveryFieldOfTheSchemaUnderItsName() throws IOException {
        JsonNode expected = MAPPER.readTree("""
                {"version":"0.1.0","leader":true,"at":"2026-11-22T14:05:00.250Z",
                 "hooks":[{"name":"dispatcher-start","state":"missing","detail":"no such method"}],
                 "taskManagers":{"reporting":1,"expected":2},
                 "jobs":[{"id":"a1b2c3d4e5f60718293a4b5c6d7e8f90","name":"orders","phase":"RUNNING",
                  "score":87.5,"rawScore":86.25,"band":"GREEN","confidence":0.9,
                  "components":[
                   {"name":"checkpoint","state":"scored","severity":0.1,"points":3.25,"scoreIfFixed":90.0,"reason":"late",
                    "place":{"vertexId":"ea632d67b7d595e5b851708ae9ad79d6","vertexName":"Sink: jdbc","subtask":3,"process":null},
                    "evidence":[{"name":"checkpoint age","value":12.5,"unit":"s"}],"confidence":1.0},
                   {"name":"memory","state":"unknown","severity":null,"points":4.0,"scoreIfFixed":null,"reason":"not heard",
                    "place":{"vertexId":null,"vertexName":null,"subtask":null,"process":null},"evidence":[],"confidence":null},
                   {"name":"rocksdb","state":"not_applicable","severity":null,"points":null,"scoreIfFixed":null,
                    "reason":"no RocksDB state","place":{"vertexId":null,"vertexName":null,"subtask":null,"process":null},
                    "evidence":[],"confidence":null}],
                  "findings":[{"id":"lag_grows-1","kind":"lag_grows","severity":"warning","component":"lag",
                   "title":"The job falls behind","since":"2026-11-22T14:05:00.250Z","cause":"external_wait",
                   "reason":"it waits","place":{"vertexId":"ea632d67b7d595e5b851708ae9ad79d6","vertexName":"Sink: jdbc",
                   "subtask":3,"process":null},"evidence":[{"name":"busy","value":0.98,"unit":"1"}],
                   "explainedBy":"bottleneck-1","flapping":false,"action":"%s"}],
                  "bottleneck":{"vertexId":"ea632d67b7d595e5b851708ae9ad79d6","vertexName":"Sink: jdbc","subtask":3,
                   "kind":"source_fetch_bound","busyRatio":0.98,"upstreamBackPressure":0.83,"confidence":0.8,"reason":"waits"},
                  "forecasts":[{"resource":"process_memory","process":"tm-1","level":0.82,"growthBytesPerSecond":1500000.0,
                   "secondsToExhaustion":840.0,"secondsToExhaustionLow":510.0,"secondsToExhaustionHigh":1140.0,
                   "confidence":0.87,"actionable":true,"pool":"native_memory"}],
                  "states":[{"vertexId":"ea632d67b7d595e5b851708ae9ad79d6","vertexName":"Sink: jdbc","state":null,
                   "bytes":2000000.0,"bytesPerSecond":300.0,"bytesPerRecord":0.75,"unbounded":true,"withoutTtl":null}],
                  "checkpoint":{"ageSeconds":12.5,"exposure":0.98,"consecutiveFailures":0,"pendingAgeSeconds":2.0,
                   "durationP95Seconds":0.84,"expectedSnapshotSeconds":3.0,"pendingProjectedSeconds":9.0,
                   "cause":{"cause":"storage_slow","place":{"vertexId":null,"vertexName":null,"subtask":null,"process":"tm-1"},
                    "reason":"writes slowly","evidence":[{"name":"rate","value":2000000.0,"unit":"By/s"}],"confidence":0.75},
                   "failures":[{"at":"2026-11-22T14:05:00.250Z","checkpointId":7,"savepoint":false,"reason":"CHECKPOINT_EXPIRED",
                    "message":"expired","cause":"java.io.IOException: full","vertexName":"Sink: jdbc","subtask":3,"counted":true}]},
                  "lag":{"records":0,"seconds":0.0,"growthPerSecond":-2.5},
                  "recovery":{"recordsToReplay":5000,"replayExact":true,
                   "downtimeSeconds":{"low":5.0,"mid":31.0,"high":71.0},"recoverySeconds":{"low":15.0,"mid":71.0,"high":null},
                   "parts":[{"phase":"detect","seconds":20.0}],"bestIntervalSeconds":186.0,"objectiveReachable":true,
                   "visibilityDelaySeconds":12.0},
                  "stability":{"restartsLastHour":1,"backoffSeconds":1.5,"looping":false,
                   "failureCounts":[{"class":"user_code","count":2}],
                   "failures":[{"at":"2026-11-22T14:05:00.250Z","class":"user_code","exception":"java.lang.IllegalStateException",
                    "message":"poison","task":"enrich (1/2)","process":"tm-1"}],
                   "lastStart":{"downAt":"2026-11-22T14:05:00.250Z","runningAt":"2026-11-22T14:05:03.250Z","backoffSeconds":1.0,
                    "deployingSeconds":0.25,"initializingSeconds":1.75,"restoredBytes":7000}},
                  "vertices":[{"id":"ea632d67b7d595e5b851708ae9ad79d6","name":"Sink: jdbc","busyMax":0.98,"busyMedian":0.5,
                   "backPressuredMax":0.0,"idleMax":0.02,"recordsInPerSecond":398.0,"recordsOutPerSecond":0.0}],
                  "rocksdb":[{"vertexId":"ea632d67b7d595e5b851708ae9ad79d6","vertexName":"Sink: jdbc","subtask":3,
                   "state":"sums","severity":0.75,"cause":"level0_files","stallShare":0.25}],
                  "processes":[{"id":"tm-1","heapAfterGcBytes":1,"heapMaxBytes":2,"gcShare":0.25,"residentBytes":3,
                   "memoryLimitBytes":4,"stateBytes":5,"stateLimitBytes":6,"metaspaceBytes":7,"metaspaceMaxBytes":8,
                   "directBytes":9,"directMaxBytes":10,"managedBytes":11,"managedMaxBytes":12,"cpuShare":null}],
                  "capacity":{"arrivalPerSecond":null,"capacityPerSecond":null,"utilisation":null,"catchUpSeconds":null,
                   "bindingVertexId":null,"vertices":[]},
                  "partitions":[],
                  "inside":{"tasks":4,"tasksWithCpuTime":4,
                   "threads":[{"vertexId":"ea632d67b7d595e5b851708ae9ad79d6","subtask":3,"at":"2026-11-22T14:05:00.250Z",
                    "samples":30,"doing":"waits","words":"100 %%: OrderSink.invoke -> java.net.Socket$SocketInputStream.read",
                    "activities":[
                     {"samples":27,"method":"OrderSink.invoke","innermost":"java.net.Socket$SocketInputStream.read","waiting":true},
                     {"samples":3,"method":"OrderSink.invoke","innermost":"OrderSink.invoke","waiting":false}]}],
                   "keyGroups":[{"vertexId":"ea632d67b7d595e5b851708ae9ad79d6","subtask":3,"at":"2026-11-22T14:05:00.250Z",
                    "samples":200,"keyGroups":64,"hottest":17,"hottestSamples":80}],
                   "states":[{"vertexId":"ea632d67b7d595e5b851708ae9ad79d6","name":"totals","kind":"ValueState",
                    "serializer":"org.example.TotalSerializer","timeToLiveSeconds":3600.0}]},
                  "breaker":{"mode":"monitor",
                   "policies":{"exposure":"monitor","memory":"monitor","disk":"monitor","state":"monitor","restart":"monitor"},
                   "decisions":[{"at":"2026-11-22T14:05:00.250Z","action":"checkpoint","incident":"exposure",
                    "outcome":"would_trigger","reason":"exposure 2.4",
                    "checks":[{"group":"leadership","rule":"leader","verdict":"pass","evidence":"leads"}]}],
                   "snapshots":[{"policy":"disk","action":"savepoint","probe":false,"startedAt":"2026-11-22T14:05:00.250Z","result":"verified","seconds":6.2,
                    "path":"file:/sp/1","checkpointId":8,"restoreCommand":"bin/flink run -s file:/sp/1 <job.jar>","restore":%s,
                    "error":null,"outcome":"unharmed","findings":["window: has state but no uid"]}],
                   "transitions":[{"at":"2026-11-22T14:05:00.250Z","kind":"unharmed","mode":"active","action":"savepoint",
                    "policy":"disk","incident":"disk@1","text":"nothing happened for 10 min"}]}}]}
                """.formatted(FindingKind.LAG_GROWS.action(), restore()));

        assertThat(MAPPER.readTree(json.all(Views.of(Views.full("orders"))))).isEqualTo(expected);
    }

    private static String restore() throws IOException {
        RestoreInstructions instructions = RestoreInstructions.of("file:/sp/1", Views.AT, Optional.empty());
        return MAPPER.writeValueAsString(Map.of(
                "rest", instructions.restRequest(),
                "flinkDeployment", instructions.flinkDeployment(),
                "flinkStateSnapshot", instructions.flinkStateSnapshot()));
    }

    @Test
    void writesNullForWhateverIsNotKnown() throws IOException {
        JsonNode job = MAPPER.readTree(json.job(Views.unknown(Double.NaN)));

        assertThat(job.toString())
                .isEqualTo("{\"id\":\"a1b2c3d4e5f60718293a4b5c6d7e8f90\",\"name\":\"new\",\"phase\":\"INITIALIZING\","
                        + "\"score\":null,\"rawScore\":null,\"band\":\"UNKNOWN\",\"confidence\":null,\"components\":[],"
                        + "\"findings\":[],\"bottleneck\":null,\"forecasts\":[],\"states\":[],\"checkpoint\":{\"ageSeconds\":null,\"exposure\":null,"
                        + "\"consecutiveFailures\":null,\"pendingAgeSeconds\":null,\"durationP95Seconds\":null,"
                        + "\"expectedSnapshotSeconds\":null,\"pendingProjectedSeconds\":null,\"cause\":null,\"failures\":[]},"
                        + "\"lag\":{\"records\":null,\"seconds\":null,\"growthPerSecond\":null},"
                        + "\"recovery\":{\"recordsToReplay\":null,\"replayExact\":false,\"downtimeSeconds\":null,"
                        + "\"recoverySeconds\":null,\"parts\":[],\"bestIntervalSeconds\":null,\"objectiveReachable\":null,"
                        + "\"visibilityDelaySeconds\":null},"
                        + "\"stability\":{\"restartsLastHour\":null,\"backoffSeconds\":null,\"looping\":false,"
                        + "\"failureCounts\":[],\"failures\":[],\"lastStart\":null},"
                        + "\"vertices\":[{\"id\":\"ea632d67b7d595e5b851708ae9ad79d6\",\"name\":\"Sink: jdbc\","
                        + "\"busyMax\":null,\"busyMedian\":null,\"backPressuredMax\":null,\"idleMax\":null,"
                        + "\"recordsInPerSecond\":null,\"recordsOutPerSecond\":null}],\"rocksdb\":[],\"processes\":[],"
                        + "\"capacity\":{\"arrivalPerSecond\":null,\"capacityPerSecond\":null,\"utilisation\":null,"
                        + "\"catchUpSeconds\":null,\"bindingVertexId\":null,\"vertices\":[]},\"partitions\":[],"
                        + "\"inside\":{\"tasks\":0,\"tasksWithCpuTime\":0,\"threads\":[],\"keyGroups\":[],\"states\":[]},"
                        + "\"breaker\":{\"mode\":\"off\",\"policies\":{\"exposure\":\"off\",\"memory\":\"off\",\"disk\":\"off\","
                        + "\"state\":\"off\",\"restart\":\"off\"},"
                        + "\"decisions\":[],\"snapshots\":[],\"transitions\":[]}}");
    }

    @Test
    void tellsAStandbyWithoutAReadingFromALeader() throws IOException {
        assertThat(MAPPER.readTree(json.all(ClusterView.STANDBY))).isEqualTo(MAPPER.readTree("""
                        {"version":"0.1.0","leader":false,"at":null,"hooks":[],
                         "taskManagers":{"reporting":0,"expected":0},"jobs":[]}
                        """));
    }

    @Test
    void keepsHostileNamesAsTextAndReplacesOnlyWhatUtf8CannotHold() throws IOException {
        byte[] bytes = json.all(Views.of(Views.full(Views.HOSTILE)));

        assertThat(MAPPER.readTree(bytes).at("/jobs/0/name").asText()).isEqualTo(Views.HOSTILE.replace('\uD800', '?'));
        assertThat(new String(bytes, StandardCharsets.UTF_8)).doesNotContain("\n", "\u0000");
    }

    @Test
    void boundsTextsWithoutEnd() throws IOException {
        JsonNode job = MAPPER.readTree(json.job(Views.full("x".repeat(100_000))));

        assertThat(job.get("name").asText()).isEqualTo("x".repeat(JsonOut.MAX_TEXT_CHARS) + "…");
    }
}
