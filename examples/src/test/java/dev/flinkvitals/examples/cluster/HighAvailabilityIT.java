/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.examples.jobs.ProbeJob;
import dev.flinkvitals.examples.parts.Progress;
import dev.flinkvitals.examples.parts.Workspace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two JobManagers on a real ZooKeeper. */
class HighAvailabilityIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void theOtherJobManagerTakesTheJobOverWhenTheLeaderIsKilled() {
        Workspace workspace = Workspace.find();
        try (Run run = Run.open(workspace, "ha", Optional.empty(), Progress.silent());
                ZooKeeper zooKeeper = ZooKeeper.start(run);
                FlinkCluster flink = FlinkCluster.builder(run, "flink")
                        .jobManagers(zooKeeper, 2)
                        .taskManagers(1)
                        .classPathJar(workspace.jobJar())
                        .start()) {
            JobManagerNode first = flink.waitForLeader(PATIENCE);
            assertThat(flink.jobManagers()).filteredOn(JobManagerNode::leads).containsExactly(first);
            String job = flink.submit(workspace.jobJar(), ProbeJob.class.getName(), List.of(), Optional.empty());
            flink.jobs().waitForCheckpoints(job, 2, PATIENCE);

            first.process().kill();
            JobManagerNode second = flink.waitForLeader(PATIENCE);
            assertThat(second).isNotEqualTo(first);
            flink.waitForRunning(job, PATIENCE);
            assertThat(flink.jobs()
                            .get("jobs/" + job + "/checkpoints")
                            .path("latest")
                            .path("restored")
                            .path("id")
                            .asLong())
                    .as("the checkpoint that it went on from")
                    .isGreaterThanOrEqualTo(2);
            flink.vitals()
                    .waitForJob("a score", job, entry -> entry.path("score").isNumber(), PATIENCE);

            JobManagerNode third = flink.addJobManager();
            second.process().kill();
            assertThat(flink.waitForLeader(PATIENCE)).isEqualTo(third);
            flink.waitForRunning(job, PATIENCE);
        }
    }
}
