/* SPDX-License-Identifier: Apache-2.0 */
package org.apache.flink.vitals;

import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.rpc.RpcGateway;

/**
 * What a TaskManager's agent answers. Arguments and results are primitives and bytes with a version in front, so that agents
 * of different versions understand each other during a rolling update.
 */
public interface VitalsGateway extends RpcGateway {
    /**
     * The newest digest.
     *
     * @param version newest digest version that the caller can read
     * @return encoded digest; empty if nothing was sampled yet
     */
    CompletableFuture<byte[]> digest(int version);

    /**
     * Evidence from inside the tasks. Answers at once with what is known, and begins to look for what is not: whoever wants it
     * asks again, as with the digest.
     *
     * @param request encoded request
     * @return encoded answer
     */
    CompletableFuture<byte[]> evidence(byte[] request);
}
