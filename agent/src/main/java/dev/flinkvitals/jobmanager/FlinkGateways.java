/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.entry.FlinkFields;
import dev.flinkvitals.signals.JobId;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.dispatcher.Dispatcher;
import org.apache.flink.runtime.dispatcher.DispatcherGateway;
import org.apache.flink.runtime.dispatcher.TriggerSavepointMode;
import org.apache.flink.runtime.messages.webmonitor.MultipleJobsDetails;
import org.apache.flink.runtime.resourcemanager.ResourceManagerGateway;
import org.apache.flink.runtime.rest.messages.taskmanager.TaskManagerInfo;
import org.apache.flink.runtime.rpc.RpcService;
import org.apache.flink.runtime.scheduler.ExecutionGraphInfo;
import org.apache.flink.runtime.webmonitor.retriever.GatewayRetriever;
import org.apache.flink.vitals.VitalsGateway;

/**
 * Flink's gateways as the agent uses them. Calls are fenced by Flink: once the Dispatcher lost leadership they fail. Every
 * call returns at once; results complete on Flink's threads, so callers continue on their own.
 */
public final class FlinkGateways {
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(5);

    private final DispatcherGateway dispatcher;
    private final GatewayRetriever<?> resourceManager;
    private final RpcService rpcService;
    private final JobMasters jobMasters;
    private final GatewayCall dispatcherCall = new GatewayCall(DispatcherGateway.class);
    private final GatewayCall resourceManagerCall = new GatewayCall(ResourceManagerGateway.class);

    private FlinkGateways(
            DispatcherGateway dispatcher,
            GatewayRetriever<?> resourceManager,
            RpcService rpcService,
            JobMasters jobMasters) {
        this.dispatcher = dispatcher;
        this.resourceManager = resourceManager;
        this.rpcService = rpcService;
        this.jobMasters = jobMasters;
    }

    /**
     * The gateways of a Dispatcher; keeps no reference to the Dispatcher itself.
     *
     * @throws IllegalStateException if this Flink keeps the ResourceManager's gateway elsewhere
     */
    static FlinkGateways of(Dispatcher dispatcher, JobMasters jobMasters) {
        GatewayRetriever<?> resourceManager = FlinkFields.read(
                        dispatcher, "resourceManagerGatewayRetriever", GatewayRetriever.class)
                .orElseThrow(() -> new IllegalStateException("this Dispatcher knows no ResourceManager"));
        return new FlinkGateways(
                dispatcher.getSelfGateway(DispatcherGateway.class),
                resourceManager,
                dispatcher.getRpcService(),
                jobMasters);
    }

    /** All jobs that the Dispatcher knows, the finished ones included. */
    public CompletableFuture<MultipleJobsDetails> jobs() {
        return dispatcherCall.call(dispatcher, "requestMultipleJobDetails", READ_TIMEOUT);
    }

    CompletableFuture<ExecutionGraphInfo> executionGraph(JobId job) {
        return dispatcherCall.call(dispatcher, "requestExecutionGraphInfo", READ_TIMEOUT, flinkId(job));
    }

    CompletableFuture<CheckpointStatsSnapshot> checkpointStats(JobId job) {
        return dispatcherCall.call(dispatcher, "requestCheckpointStats", READ_TIMEOUT, flinkId(job));
    }

    CompletableFuture<Collection<TaskManagerInfo>> taskManagers() {
        return resourceManager
                .getFuture()
                .thenCompose(gateway -> resourceManagerCall.call(gateway, "requestTaskManagerInfo", READ_TIMEOUT));
    }

    CompletableFuture<VitalsGateway> agentAt(String address) {
        return rpcService.connect(address, VitalsGateway.class);
    }

    /**
     * Triggers a checkpoint as the job is configured.
     *
     * @return the checkpoint's id, once it completed
     */
    public CompletableFuture<Long> triggerCheckpoint(JobId job, Duration timeout) {
        return dispatcherCall.call(
                dispatcher, "triggerCheckpointAndGetCheckpointID", timeout, flinkId(job), CheckpointType.CONFIGURED);
    }

    /**
     * Triggers a native savepoint; the job keeps running.
     *
     * @return where it was written, once it completed
     */
    public CompletableFuture<String> triggerSavepoint(JobId job, String directory, Duration timeout) {
        return dispatcherCall.call(
                dispatcher,
                "triggerSavepointAndGetLocation",
                timeout,
                flinkId(job),
                directory,
                SavepointFormatType.NATIVE,
                TriggerSavepointMode.SAVEPOINT);
    }

    /**
     * Restarts a job from its last checkpoint, through its own restart strategy.
     *
     * @param job the job
     * @param taskManager resource id of the TaskManager in trouble; empty: none in particular
     * @param reason shown in Flink's exception history
     * @return done once Flink has been told
     */
    public CompletableFuture<Void> restart(JobId job, Optional<String> taskManager, String reason) {
        return executionGraph(job)
                .thenAccept(info -> JobRestart.request(
                        info.getArchivedExecutionGraph(),
                        jobMasters
                                .gateway(job)
                                .orElseThrow(() -> new IllegalStateException("the job's JobMaster is not known here")),
                        taskManager,
                        reason));
    }

    private static JobID flinkId(JobId job) {
        return JobID.fromHexString(job.hex());
    }
}
