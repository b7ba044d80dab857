/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.breaker.actors.ActorSettings;
import dev.flinkvitals.config.SnapshotConfig;
import dev.flinkvitals.config.VitalsConfig;
import dev.flinkvitals.export.Event;
import dev.flinkvitals.signals.Tick;
import dev.flinkvitals.snapshot.ClusterProtection;
import dev.flinkvitals.snapshot.SnapshotPort;
import dev.flinkvitals.snapshot.ledger.ActionLedger;
import dev.flinkvitals.snapshot.ledger.LedgerClient;
import dev.flinkvitals.snapshot.ledger.LedgerPlace;
import dev.flinkvitals.snapshot.ledger.StopFile;
import dev.flinkvitals.snapshot.ledger.StopSwitch;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the protection of a cluster together as it is configured. */
final class ProtectionStart {
    private static final Logger LOG = LoggerFactory.getLogger(ProtectionStart.class);
    /** Storage that takes longer for a small file is in no state to take a savepoint. */
    private static final Duration LEDGER_TIMEOUT = Duration.ofSeconds(20);
    /** Some looks, each of which may take its time. */
    private static final int LOOKS = 6;

    private static final Duration SHORTEST_LOOK = Duration.ofSeconds(30);

    private ProtectionStart() {}

    /**
     * The protection. Without an active policy it writes nothing and looks for nothing.
     *
     * @param config our settings
     * @param flink Flink's configuration
     * @param directory below which savepoints go; empty if none is configured
     * @param port carries out
     * @param events takes what is to be exported
     * @param now when the leadership began
     */
    static ClusterProtection of(
            VitalsConfig config,
            Map<String, String> flink,
            Optional<String> directory,
            SnapshotPort port,
            Consumer<Event> events,
            Tick now) {
        Optional<ActionLedger> ledger = Optional.empty();
        StopSwitch stop = StopSwitch.NEVER;
        if (config.snapshots().highest() == SnapshotConfig.Mode.ACTIVE) {
            LedgerPlace place = LedgerPlace.of(
                    config.snapshots(),
                    flink,
                    RecorderDirectory.of(config.recorder().directory(), System.getenv(), System::getProperty));
            LOG.info(
                    "Flink Vitals keeps its ledger in {} ({}); the stop file is {}",
                    StorageSettings.withoutCredentials(place.directory()),
                    place.source().label(),
                    StorageSettings.withoutCredentials(place.stopFile()));
            ledger = Optional.of(new LedgerClient(place.directory(), LEDGER_TIMEOUT));
            Duration looks = config.sampling().interval().multipliedBy(LOOKS);
            stop = new StopFile(place.stopFile(), looks.compareTo(SHORTEST_LOOK) > 0 ? looks : SHORTEST_LOOK);
        }
        return new ClusterProtection(
                new ClusterProtection.Settings(
                        config.snapshots(),
                        config.health(),
                        directory,
                        ActorSettings.of(flink),
                        Optional.ofNullable(flink.get("kubernetes.cluster-id")),
                        config.retention()),
                port,
                ledger,
                stop,
                events,
                RandomGenerator.getDefault(),
                now);
    }
}
