/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.runtime.clusterframework.types.AllocationID;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.executiongraph.ArchivedExecution;
import org.apache.flink.runtime.jobmaster.JobMasterGateway;
import org.apache.flink.util.FlinkException;

/**
 * Restarts a job from its last checkpoint as Flink does after the loss of a slot: its JobMaster is told that one slot failed.
 * Flink then cancels the tasks of that slot and of all that depend on them, and follows the job's own restart strategy,
 * whose attempts it counts against. Flink has no call that restarts a job as such.
 */
final class JobRestart {
    private JobRestart() {}

    /** A slot of the job. */
    private record Slot(ResourceID taskManager, AllocationID allocation) {}

    /**
     * Asks for the restart; what comes of it shows in the job's status.
     *
     * @param graph the job as it runs now
     * @param jobMaster its JobMaster
     * @param taskManager the TaskManager that is in trouble, whose slot is given up if it has one; empty: any
     * @param reason shown in Flink's exception history
     * @throws IllegalStateException if the job has no running task
     */
    static void request(
            AccessExecutionGraph graph, JobMasterGateway jobMaster, Optional<String> taskManager, String reason) {
        Slot slot = slot(graph, taskManager)
                .orElseThrow(() -> new IllegalStateException("the job has no running task to restart from"));
        jobMaster.failSlot(slot.taskManager(), slot.allocation(), new FlinkException(reason));
    }

    private static Optional<Slot> slot(AccessExecutionGraph graph, Optional<String> taskManager) {
        List<Slot> slots = new ArrayList<>();
        for (AccessExecutionVertex vertex : graph.getAllExecutionVertices()) {
            running(vertex).ifPresent(slots::add);
        }
        return slots.stream()
                .filter(slot ->
                        taskManager.equals(Optional.of(slot.taskManager().getResourceIdString())))
                .findFirst()
                .or(() -> slots.stream().findFirst());
    }

    private static Optional<Slot> running(AccessExecutionVertex vertex) {
        return vertex.getExecutionState() == ExecutionState.RUNNING
                        && vertex.getCurrentExecutionAttempt() instanceof ArchivedExecution execution
                        && execution.getAssignedAllocationID() != null
                        && execution.getAssignedResourceLocation() != null
                ? Optional.of(new Slot(
                        execution.getAssignedResourceLocation().getResourceID(), execution.getAssignedAllocationID()))
                : Optional.empty();
    }
}
