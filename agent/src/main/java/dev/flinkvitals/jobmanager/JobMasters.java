/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.signals.JobId;
import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.runtime.jobmaster.JobMasterGateway;
import org.apache.flink.runtime.rpc.RpcEndpoint;

/**
 * The JobMasters that started in this process. Keeps none of them alive, and of each job only the last. Thread safe; bounded
 * in jobs.
 */
public final class JobMasters {
    private static final int JOBS = 256;

    private final Map<JobId, WeakReference<RpcEndpoint>> byJob = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, WeakReference<RpcEndpoint>> eldest) {
            return size() > JOBS;
        }
    };

    /**
     * A JobMaster started.
     *
     * @param job its job
     * @param jobMaster Flink's JobMaster; anything else is ignored
     */
    public synchronized void started(JobId job, Object jobMaster) {
        if (jobMaster instanceof RpcEndpoint endpoint) {
            byJob.put(job, new WeakReference<>(endpoint));
        }
    }

    /** The gateway of a job's JobMaster, fenced by its leadership; empty if its start was not seen or it is gone. */
    Optional<JobMasterGateway> gateway(JobId job) {
        RpcEndpoint endpoint;
        synchronized (this) {
            WeakReference<RpcEndpoint> known = byJob.get(job);
            endpoint = known == null ? null : known.get();
        }
        return endpoint == null ? Optional.empty() : Optional.of(endpoint.getSelfGateway(JobMasterGateway.class));
    }
}
