/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health;

import dev.flinkvitals.health.capacity.Bottleneck;
import dev.flinkvitals.health.capacity.CapacityOutlook;
import dev.flinkvitals.health.checkpoint.CheckpointVitals;
import dev.flinkvitals.health.exhaustion.ExhaustionForecast;
import dev.flinkvitals.health.finding.Finding;
import dev.flinkvitals.health.judgement.Component;
import dev.flinkvitals.health.judgement.ComponentAssessment;
import dev.flinkvitals.health.lag.LagVitals;
import dev.flinkvitals.health.lag.PartitionLag;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.health.recovery.RecoveryOutlook;
import dev.flinkvitals.health.rocksdb.StatePressure;
import dev.flinkvitals.health.score.Band;
import dev.flinkvitals.health.stability.StabilityVitals;
import dev.flinkvitals.health.state.StateGrowth;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.JobPhase;
import dev.flinkvitals.signals.Tick;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The judgement of one job in one cycle.
 *
 * @param tick when
 * @param job job id
 * @param jobName job name as the user wrote it (escape before showing)
 * @param phase the job's phase
 * @param score published score, 0 (worst) to 100: smoothed, and at most 79 while an important component is unknown; empty until anything is known
 * @param rawScore the score of this cycle, neither smoothed nor capped: the components' points add up to 100 minus it; empty
 *     until anything is known
 * @param band colour of the score; {@link Band#UNKNOWN} if the confidence is below one half, unless the job is
 *     down: that is red for certain
 * @param confidence 0 to 1: share of the applicable evidence that is present and fresh
 * @param components one entry for each component, in the order of the enum
 * @param bottleneck the vertex that holds the job back, if there is one
 * @param forecasts resources that are running out, soonest first
 * @param checkpoints age, exposure, failures
 * @param lag how far behind
 * @param vertices load per vertex, in topological order
 * @param findings what is wrong now, most urgent first
 * @param closedFindings what stopped being wrong in this cycle
 * @param capacity how much the job could process
 * @param recovery what a failure would cost now
 * @param partitions lag of each partition
 * @param states how the state grows
 * @param statePressure how hard pressed the state backend of each vertex is; empty without RocksDB or ForSt
 * @param stability how the job's restarts go
 */
public record Assessment(
        Tick tick,
        JobId job,
        String jobName,
        JobPhase phase,
        OptionalDouble score,
        OptionalDouble rawScore,
        Band band,
        double confidence,
        List<ComponentAssessment> components,
        Optional<Bottleneck> bottleneck,
        List<ExhaustionForecast> forecasts,
        CheckpointVitals checkpoints,
        LagVitals lag,
        List<VertexLoad> vertices,
        List<Finding> findings,
        List<Finding> closedFindings,
        CapacityOutlook capacity,
        RecoveryOutlook recovery,
        List<PartitionLag> partitions,
        List<StateGrowth> states,
        List<StatePressure> statePressure,
        StabilityVitals stability) {
    /** Copies the lists. */
    public Assessment {
        components = List.copyOf(components);
        forecasts = List.copyOf(forecasts);
        vertices = List.copyOf(vertices);
        findings = List.copyOf(findings);
        closedFindings = List.copyOf(closedFindings);
        partitions = List.copyOf(partitions);
        states = List.copyOf(states);
        statePressure = List.copyOf(statePressure);
    }

    /**
     * The assessment of one component.
     *
     * @param component which
     * @return its assessment
     * @throws IllegalArgumentException if this assessment has no entry for it
     */
    public ComponentAssessment component(Component component) {
        return components.stream()
                .filter(c -> c.component() == component)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no assessment of " + component.label()));
    }
}
