/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flinkvitals.config.ConfigParser;
import dev.flinkvitals.snapshot.ledger.LedgerPlace.Source;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LedgerPlaceTest {
    private static LedgerPlace place(Map<String, String> flink) {
        return LedgerPlace.of(
                ConfigParser.parse(flink, Map.of()).config().snapshots(),
                flink,
                Path.of("/var/log/flink/flink-vitals"));
    }

    private static Stream<Arguments> places() {
        Map<String, String> all = Map.of(
                "high-availability.type", "zookeeper",
                "high-availability.storageDir", "s3://b/ha/",
                "high-availability.cluster-id", "/orders",
                "execution.checkpointing.savepoint-dir", "s3://b/sp",
                "execution.checkpointing.dir", "s3://b/cp");
        return Stream.of(
                argumentSet("as set", with(all, "vitals.snapshots.ledger", "s3://b/own"), "s3://b/own", Source.SETTING),
                argumentSet("high availability", all, "s3://b/ha/orders/flink-vitals/ledger", Source.HIGH_AVAILABILITY),
                argumentSet(
                        "high availability by its old keys",
                        Map.of("high-availability", "ZOOKEEPER", "recovery.zookeeper.storageDir", "hdfs:///ha"),
                        "hdfs:///ha/default/flink-vitals/ledger",
                        Source.HIGH_AVAILABILITY),
                argumentSet(
                        "high availability on Kubernetes",
                        Map.of(
                                "high-availability.type",
                                "kubernetes",
                                "high-availability.storageDir",
                                "s3://b/ha",
                                "kubernetes.cluster-id",
                                "orders"),
                        "s3://b/ha/orders/flink-vitals/ledger",
                        Source.HIGH_AVAILABILITY),
                argumentSet(
                        "storage of high availability that is off",
                        with(all, "high-availability.type", "NONE"),
                        "s3://b/sp/flink-vitals/ledger/orders",
                        Source.SAVEPOINTS),
                argumentSet(
                        "savepoints of a cluster without an id",
                        Map.of("state.savepoints.dir", "s3://b/sp", "jobmanager.rpc.address", "orders.flink"),
                        "s3://b/sp/flink-vitals/ledger/orders.flink_6123",
                        Source.SAVEPOINTS),
                argumentSet(
                        "savepoints of ours",
                        Map.of("vitals.snapshots.directory", "s3://b/own", "kubernetes.cluster-id", "orders"),
                        "s3://b/own/flink-vitals/ledger/orders",
                        Source.SAVEPOINTS),
                argumentSet(
                        "checkpoints",
                        Map.of("state.checkpoints.dir", "file:///cp//", "yarn.application.id", "application_1_7"),
                        "file:///cp/flink-vitals/ledger/application_1_7",
                        Source.CHECKPOINTS),
                argumentSet(
                        "beside the log",
                        Map.of("jobmanager.rpc.port", "7"),
                        "file:///var/log/flink/flink-vitals/ledger/localhost_7",
                        Source.LOG),
                argumentSet(
                        "ids that lead elsewhere",
                        Map.of("state.savepoints.dir", "s3://b/sp", "high-availability.cluster-id", "/../a b"),
                        "s3://b/sp/flink-vitals/ledger/a-b",
                        Source.SAVEPOINTS));
    }

    private static Map<String, String> with(Map<String, String> map, String key, String value) {
        Map<String, String> more = new HashMap<>(map);
        more.put(key, value);
        return more;
    }

    @ParameterizedTest
    @MethodSource("places")
    void liesWhereItSurvives(Map<String, String> flink, String directory, Source source) {
        LedgerPlace place = place(flink);

        assertThat(place.directory()).isEqualTo(directory);
        assertThat(place.stopFile()).isEqualTo(directory + "/stop");
        assertThat(place.source()).isEqualTo(source);
        assertThat(place.isShared()).isEqualTo(source != Source.LOG);
    }

    @Test
    void stopFileCanLieElsewhere() {
        assertThat(place(Map.of("vitals.snapshots.stop-file", "/etc/flink/stop"))
                        .stopFile())
                .isEqualTo("/etc/flink/stop");
    }

    @Test
    void showsNoSecret() {
        assertThat(place(Map.of("vitals.snapshots.ledger", "s3://key:s3cret@b/ledger"))
                        .shown())
                .isEqualTo("s3://b/ledger");
    }
}
