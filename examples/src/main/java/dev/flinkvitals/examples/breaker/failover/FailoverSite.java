/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.failover;

import dev.flinkvitals.examples.breaker.Site;
import dev.flinkvitals.examples.cluster.FlinkClusterBuilder;
import dev.flinkvitals.examples.cluster.ManagedProcess;
import dev.flinkvitals.examples.cluster.Run;
import dev.flinkvitals.examples.cluster.ZooKeeper;
import dev.flinkvitals.examples.faults.plant.Switch;
import java.nio.file.Path;
import java.time.Duration;

/** A cluster with two JobManagers, one TaskManager that will run out of memory, and slow storage for savepoints. */
final class FailoverSite implements AutoCloseable {
    private static final int JOB_MANAGERS = 2;
    /** So much that a savepoint of some hundred kilobytes takes some seconds. */
    private static final double SAVEPOINT_BYTES_PER_SECOND = 30_000;

    private static final Duration START = Duration.ofSeconds(60);

    private final Site site;
    private final Path savepoints;

    /**
     * Starts it.
     *
     * @param run what its processes belong to
     * @param name unique in the run
     * @param zooKeeper by which the JobManagers elect their leader
     */
    FailoverSite(Run run, String name, ZooKeeper zooKeeper) {
        savepoints = run.directory().resolve(name).resolve("savepoints");
        site = new Site(run, name, builder -> settings(builder, zooKeeper));
        site.set(Switch.STORAGE_BANDWIDTH, SAVEPOINT_BYTES_PER_SECOND);
    }

    private FlinkClusterBuilder settings(FlinkClusterBuilder builder, ZooKeeper zooKeeper) {
        return builder.jobManagers(zooKeeper, JOB_MANAGERS)
                .taskManagers(1)
                // A process whose memory is touched from the start grows by its leak only.
                .jvmOption("-XX:+AlwaysPreTouch")
                .config("vitals.limits.process-memory", (LeakPlan.LIMIT_BYTES >> 20) + " m")
                .config("execution.checkpointing.savepoint-dir", "faulty://" + savepoints)
                .config("execution.checkpointing.interval", "3 s")
                .config("execution.checkpointing.timeout", "20 s")
                .config("heartbeat.timeout", "10000")
                .config("vitals.health.forecast.bucket", "2 s")
                .config("vitals.health.forecast.horizon", "10 min")
                .config("vitals.snapshots.stable-for", "5 s")
                .config("vitals.snapshots.min-interval", "5 s")
                .config("vitals.snapshots.policies.memory", "active");
    }

    Site site() {
        return site;
    }

    /** Where savepoints are written. */
    Path savepoints() {
        return savepoints;
    }

    /** Where the ledger is. */
    Path ledger() {
        return site.flink().directory().resolve("ha/default/flink-vitals/ledger");
    }

    /** The process that leaks now. */
    ManagedProcess taskManager() {
        var all = site.flink().taskManagers();
        return all.get(all.size() - 1);
    }

    /** Another process without a leak instead of the one that leaked. */
    void replaceTaskManager() {
        taskManager().close();
        site.flink().waitForTaskManagers(0, START);
        site.flink().addTaskManager();
        site.flink().waitForTaskManagers(1, START);
    }

    @Override
    public void close() {
        site.close();
    }
}
