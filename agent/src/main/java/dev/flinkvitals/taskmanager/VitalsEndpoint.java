/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.taskmanager;

import dev.flinkvitals.inside.EvidenceTaker;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.rpc.RpcEndpoint;
import org.apache.flink.runtime.rpc.RpcService;
import org.apache.flink.vitals.VitalsGateway;

/**
 * Answers the JobManager on Flink's own RPC: no port of our own, Flink's TLS and addresses. It computes nothing; its main
 * thread belongs to a pool that Flink's endpoints share.
 */
@SuppressWarnings("try") // Flink's closeable endpoints may be interrupted while they close; we close without waiting.
public final class VitalsEndpoint extends RpcEndpoint implements VitalsGateway {
    private static final String PREFIX = "vitals_";

    private final EvidenceTaker evidence;
    private volatile byte[] newest = new byte[0];

    VitalsEndpoint(RpcService rpcService, String taskManagerEndpointId, EvidenceTaker evidence) {
        super(rpcService, PREFIX + taskManagerEndpointId);
        this.evidence = evidence;
    }

    /**
     * The address of the agent beside a TaskManager.
     *
     * @param taskManagerAddress the TaskManager's RPC address, whose last segment is its endpoint id
     * @return the agent's RPC address
     */
    public static String addressBeside(String taskManagerAddress) {
        int slash = taskManagerAddress.lastIndexOf('/');
        return taskManagerAddress.substring(0, slash + 1) + PREFIX + taskManagerAddress.substring(slash + 1);
    }

    void publish(byte[] digest) {
        newest = digest;
    }

    @Override
    public CompletableFuture<byte[]> digest(int version) {
        return CompletableFuture.completedFuture(newest);
    }

    @Override
    public CompletableFuture<byte[]> evidence(byte[] request) {
        return evidence.answer(request);
    }
}
