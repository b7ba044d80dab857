/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.Coverage;
import dev.flinkvitals.signals.InsideEvidence;
import dev.flinkvitals.signals.JobDigest;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.JobPhase;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.JobStatusReading;
import dev.flinkvitals.signals.OperatorReading;
import dev.flinkvitals.signals.PartitionReading;
import dev.flinkvitals.signals.ProcessReading;
import dev.flinkvitals.signals.RestartReading;
import dev.flinkvitals.signals.StateBackendReading;
import dev.flinkvitals.signals.StateDeclaration;
import dev.flinkvitals.signals.SubtaskReading;
import dev.flinkvitals.signals.TaskManagerDigest;
import dev.flinkvitals.signals.Tick;
import dev.flinkvitals.signals.Topology;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.messages.webmonitor.JobDetails;

/** Puts together what JobManager and TaskManagers know of one job. */
final class ReadingAssembler {
    /** TaskManagers answer in any order. */
    private static final Comparator<StateDeclaration> BY_PLACE =
            Comparator.comparing(StateDeclaration::vertex).thenComparing(StateDeclaration::name);

    private ReadingAssembler() {}

    static JobReading assemble(
            Tick tick,
            JobDetails details,
            Topology topology,
            CheckpointReading checkpoints,
            List<TaskManagerDigest> digests,
            ProcessReading jobManager,
            Coverage coverage,
            OptionalLong restarts,
            RestartReading failures,
            List<OperatorReading> operators,
            InsideEvidence inside) {
        JobId id = new JobId(details.getJobId().toString());
        List<SubtaskReading> subtasks = new ArrayList<>();
        List<PartitionReading> partitions = new ArrayList<>();
        List<StateBackendReading> stateBackends = new ArrayList<>();
        List<ProcessReading> processes = new ArrayList<>();
        Set<StateDeclaration> states = new LinkedHashSet<>();
        for (TaskManagerDigest digest : digests) {
            for (JobDigest job : digest.jobs()) {
                if (job.job().equals(id)) {
                    subtasks.addAll(job.subtasks());
                    partitions.addAll(job.partitions());
                    stateBackends.addAll(job.stateBackends());
                    states.addAll(job.states());
                    processes.add(digest.process());
                }
            }
        }
        // Beside the TaskManagers, whose number the coverage tells: what brings the JobManager down brings the job
        // down.
        processes.add(jobManager);
        return new JobReading(
                tick,
                id,
                details.getJobName(),
                status(details, restarts),
                topology,
                checkpoints,
                subtasks,
                partitions,
                stateBackends,
                processes,
                coverage,
                failures,
                states.stream().sorted(BY_PLACE).toList(),
                operators,
                inside);
    }

    @SuppressWarnings("EnumOrdinal") // Flink's array of tasks per state is indexed so.
    private static JobStatusReading status(JobDetails details, OptionalLong restarts) {
        int[] perState = details.getTasksPerState();
        return new JobStatusReading(
                JobPhase.of(details.getStatus().name()),
                Instant.ofEpochMilli(details.getLastUpdateTime()),
                Instant.ofEpochMilli(details.getStartTime()),
                perState[ExecutionState.RUNNING.ordinal()] + perState[ExecutionState.FINISHED.ordinal()],
                details.getNumTasks(),
                restarts);
    }
}
