/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.entry.FlinkFields;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.OperatorReading;
import dev.flinkvitals.signals.VertexId;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.runtime.OperatorIDPair;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.scheduler.SchedulerNG;
import org.jspecify.annotations.Nullable;

/**
 * The operators of the jobs that started in this process, read from the JobMaster's graph: no gateway tells them. Keeps names only,
 * nothing of Flink's. Thread safe; bounded in jobs and in operators per job.
 *
 * <p>The graph carries uids and names from 2.0 on. In 1.20 only a hash set by {@code setUidHash} shows, so whether an
 * operator has a uid is not known.
 */
public final class JobOperators {
    private static final int JOBS = 256;
    private static final int PER_JOB = 2000;

    private final Map<JobId, List<OperatorReading>> byJob = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, List<OperatorReading>> eldest) {
            return size() > JOBS;
        }
    };

    /**
     * Reads the operators of a job that starts. Not on Flink's threads; the graph's vertices and operators do not change after
     * submission.
     *
     * @param jobMaster Flink's JobMaster
     * @return the job; empty if this Flink keeps the graph elsewhere
     */
    public Optional<JobId> read(Object jobMaster) {
        return FlinkFields.read(jobMaster, "schedulerNG", SchedulerNG.class)
                .flatMap(scheduler -> FlinkFields.read(scheduler, "jobGraph", JobGraph.class))
                .map(this::read);
    }

    JobId read(JobGraph graph) {
        List<OperatorReading> operators = new ArrayList<>();
        for (JobVertex vertex : graph.getVertices()) {
            for (OperatorIDPair operator : vertex.getOperatorIDs()) {
                if (operators.size() < PER_JOB) {
                    operators.add(reading(vertex, operator));
                }
            }
        }
        JobId job = new JobId(graph.getJobID().toString());
        synchronized (this) {
            byJob.put(job, List.copyOf(operators));
        }
        return job;
    }

    /** The operators of a job; empty if its start was not seen. */
    synchronized List<OperatorReading> of(JobId job) {
        return byJob.getOrDefault(job, List.of());
    }

    private static OperatorReading reading(JobVertex vertex, OperatorIDPair operator) {
        Optional<String> uid = Getters.text(Getters.UID, operator);
        boolean hash = operator.getUserDefinedOperatorID().isPresent();
        return new OperatorReading(
                new VertexId(vertex.getID().toString()),
                Getters.text(Getters.NAME, operator)
                        .orElse(operator.getGeneratedOperatorID().toString()),
                Getters.UID == null && !hash ? Optional.empty() : Optional.of(hash || uid.isPresent()));
    }

    /** In a class of its own, so that the start of the agent loads nothing of Flink's. */
    private static final class Getters {
        static final @Nullable Method UID = getter("getUserDefinedOperatorUid");
        static final @Nullable Method NAME = getter("getUserDefinedOperatorName");

        static Optional<String> text(@Nullable Method getter, OperatorIDPair operator) {
            if (getter == null) {
                return Optional.empty();
            }
            try {
                return Optional.ofNullable((String) getter.invoke(operator)).filter(text -> !text.isBlank());
            } catch (ReflectiveOperationException e) {
                return Optional.empty();
            }
        }

        private static @Nullable Method getter(String name) {
            try {
                return OperatorIDPair.class.getMethod(name);
            } catch (NoSuchMethodException e) {
                return null;
            }
        }
    }
}
