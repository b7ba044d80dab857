/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ActorSettingsTest {
    @Test
    void aClusterOfItsOwnTellsNothing() {
        assertThat(ActorSettings.of(Map.of("jobmanager.scheduler", "Default"))).isEqualTo(ActorSettings.NONE);
    }

    @Test
    void namesWhatTheKubernetesOperatorMayDo() {
        assertThat(ActorSettings.of(Map.of(
                                "kubernetes.operator.periodic.savepoint.interval", "6h",
                                "kubernetes.operator.periodic.checkpoint.interval", "15 min",
                                "kubernetes.operator.cluster.health-check.enabled", "true",
                                "kubernetes.operator.job.restart.failed", " TRUE "))
                        .told())
                .containsExactly(
                        "the Kubernetes operator takes a savepoint every 6h",
                        "the Kubernetes operator takes a checkpoint every 15 min",
                        "the Kubernetes operator restarts the cluster when its health check fails",
                        "the Kubernetes operator restarts a failed job");
    }

    @Test
    void whatIsSwitchedOffIsNotTold() {
        assertThat(ActorSettings.of(Map.of(
                        "kubernetes.operator.periodic.savepoint.interval", "0 ms",
                        "kubernetes.operator.periodic.checkpoint.interval", "0",
                        "kubernetes.operator.cluster.health-check.enabled", "false",
                        "job.autoscaler.enabled", "",
                        "pipeline.jobvertex-parallelism-overrides", " ")))
                .isEqualTo(ActorSettings.NONE);
    }

    @Test
    void namesWhoeverRescales() {
        assertThat(ActorSettings.of(Map.of(
                                "job.autoscaler.enabled", "true",
                                "pipeline.jobvertex-parallelism-overrides", "a:1,b:2",
                                "jobmanager.scheduler", "Adaptive"))
                        .told())
                .containsExactly(
                        "an autoscaler may rescale the job",
                        "the parallelism of 2 vertices is overridden, as an autoscaler does",
                        "the adaptive scheduler may rescale the job");
        assertThat(ActorSettings.of(Map.of(
                                "kubernetes.operator.job.autoscaler.enabled", "true",
                                "kubernetes.operator.job.autoscaler.scaling.enabled", "false",
                                "scheduler-mode", "REACTIVE"))
                        .told())
                .containsExactly(
                        "an autoscaler advises on the job",
                        "reactive mode rescales the job when TaskManagers come and go");
    }
}
