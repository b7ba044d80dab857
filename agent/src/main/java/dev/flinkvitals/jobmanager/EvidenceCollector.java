/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.config.EvidenceConfig;
import dev.flinkvitals.health.Assessment;
import dev.flinkvitals.health.inside.Suspect;
import dev.flinkvitals.health.inside.Suspects;
import dev.flinkvitals.signals.AttemptId;
import dev.flinkvitals.signals.EvidenceAnswer;
import dev.flinkvitals.signals.EvidenceCodec;
import dev.flinkvitals.signals.EvidenceRequest;
import dev.flinkvitals.signals.InsideEvidence;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.KeyGroupEvidence;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.SubtaskReading;
import dev.flinkvitals.signals.TaskManagerDigest;
import dev.flinkvitals.signals.ThreadEvidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.vitals.VitalsGateway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks TaskManagers to look inside the subtasks that an assessment blames, and keeps the answers for the next readings. Nothing here waits: a
 * request of one cycle is answered for a later one. Used by the monitor's thread only.
 */
final class EvidenceCollector {
    private static final Logger LOG = LoggerFactory.getLogger(EvidenceCollector.class);

    /** Evidence is renewed once per window while it is wanted; after this many it is no news any more. */
    private static final int KEPT_WINDOWS = 5;

    private static final Comparator<AttemptId> ORDER = Comparator.comparing(AttemptId::job)
            .thenComparing(attempt -> attempt.subtask().vertex())
            .thenComparingInt(attempt -> attempt.subtask().index())
            .thenComparingInt(AttemptId::attempt);

    private final EvidenceConfig config;
    private final Duration kept;
    private final Function<String, Optional<VitalsGateway>> agents;
    private final Map<AttemptId, Answered> answers = new TreeMap<>(ORDER);
    private final Map<String, List<EvidenceRequest.Subject>> wanted = new HashMap<>();
    private final Map<String, CompletableFuture<byte[]>> pending = new HashMap<>();

    /** The newest of each kind, with the time at which something new was heard. */
    private record Answered(
            Optional<ThreadEvidence> thread,
            Duration threadAt,
            Optional<KeyGroupEvidence> keyGroups,
            Duration keyGroupsAt) {}

    /**
     * A collector that knows nothing.
     *
     * @param config what may be looked at
     * @param window the health model's window
     * @param agents the connected agent of a TaskManager, by resource id
     */
    EvidenceCollector(EvidenceConfig config, Duration window, Function<String, Optional<VitalsGateway>> agents) {
        this.config = config;
        this.kept = window.multipliedBy(KEPT_WINDOWS);
        this.agents = agents;
    }

    /**
     * Takes the answers that have come since the last cycle.
     *
     * @param elapsed monotonic time of this cycle
     */
    void take(Duration elapsed) {
        pending.entrySet().removeIf(entry -> {
            if (!entry.getValue().isDone()) {
                return false;
            }
            try {
                EvidenceCodec.decodeAnswer(entry.getValue().join()).entries().forEach(found -> keep(found, elapsed));
            } catch (RuntimeException e) {
                // A TaskManager that is gone, or an agent of an older version: there is no evidence then.
                LOG.debug("TaskManager {} gave no evidence", entry.getKey(), e);
            }
            return true;
        });
        Duration oldest = elapsed.minus(kept);
        answers.replaceAll((attempt, answered) -> new Answered(
                answered.thread().filter(thread -> answered.threadAt().compareTo(oldest) >= 0),
                answered.threadAt(),
                answered.keyGroups().filter(groups -> answered.keyGroupsAt().compareTo(oldest) >= 0),
                answered.keyGroupsAt()));
        answers.values().removeIf(a -> a.thread().isEmpty() && a.keyGroups().isEmpty());
    }

    private void keep(EvidenceAnswer.Entry found, Duration elapsed) {
        Answered before = answers.getOrDefault(
                found.attempt(), new Answered(Optional.empty(), elapsed, Optional.empty(), elapsed));
        // The same evidence is sent until there is newer: it does not become younger by that.
        boolean newThread = found.thread().isPresent() && !found.thread().equals(before.thread());
        boolean newGroups = found.keyGroups().isPresent() && !found.keyGroups().equals(before.keyGroups());
        answers.put(
                found.attempt(),
                new Answered(
                        newThread ? found.thread() : before.thread(),
                        newThread ? elapsed : before.threadAt(),
                        newGroups ? found.keyGroups() : before.keyGroups(),
                        newGroups ? elapsed : before.keyGroupsAt()));
    }

    /**
     * What is known of a job: of the attempts that run now.
     *
     * @param job the job
     * @param digests what the TaskManagers run
     * @return the evidence, in the order of vertex ids and subtasks
     */
    InsideEvidence of(JobId job, List<TaskManagerDigest> digests) {
        List<Map.Entry<AttemptId, Answered>> known = answers.entrySet().stream()
                .filter(entry -> entry.getKey().job().equals(job))
                .toList();
        if (known.isEmpty()) {
            return InsideEvidence.NONE;
        }
        Set<AttemptId> running = digests.stream()
                .flatMap(digest -> digest.jobs().stream())
                .filter(digest -> digest.job().equals(job))
                .flatMap(digest -> digest.subtasks().stream())
                .map(subtask -> new AttemptId(job, subtask.id(), subtask.attempt()))
                .collect(Collectors.toSet());
        List<Answered> current = known.stream()
                .filter(entry -> running.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        return new InsideEvidence(
                current.stream().flatMap(a -> a.thread().stream()).toList(),
                current.stream().flatMap(a -> a.keyGroups().stream()).toList());
    }

    /**
     * Notes what an assessment asks for.
     *
     * @param assessment the judgement of this cycle
     * @param reading what it was made from
     */
    void want(Assessment assessment, JobReading reading) {
        List<Suspect> suspects =
                Suspects.of(assessment.bottleneck(), assessment.findings(), assessment.vertices(), reading.topology());
        want(suspects, reading.id(), reading.subtasks());
    }

    void want(List<Suspect> suspects, JobId job, List<SubtaskReading> subtasks) {
        if (suspects.isEmpty() || !(config.threads() || config.keyGroups())) {
            return;
        }
        Map<SubtaskId, SubtaskReading> byId = new HashMap<>();
        subtasks.forEach(subtask -> byId.put(subtask.id(), subtask));
        for (Suspect suspect : suspects) {
            SubtaskReading subtask = byId.get(suspect.subtask());
            if (subtask != null) {
                wanted.computeIfAbsent(subtask.processId(), process -> new ArrayList<>())
                        .add(new EvidenceRequest.Subject(
                                new AttemptId(job, subtask.id(), subtask.attempt()),
                                config.threads(),
                                config.keyGroups() && suspect.keyed()));
            }
        }
    }

    /** Sends what is wanted, one request to each TaskManager that has none under way. */
    void ask() {
        wanted.forEach((process, subjects) -> {
            if (!pending.containsKey(process)) {
                agents.apply(process)
                        .ifPresent(agent -> pending.put(process, request(agent, new EvidenceRequest(subjects))));
            }
        });
        wanted.clear();
    }

    private static CompletableFuture<byte[]> request(VitalsGateway agent, EvidenceRequest request) {
        try {
            return agent.evidence(EvidenceCodec.encode(request));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Drops what belongs to jobs that are gone.
     *
     * @param jobs the jobs that are still there
     */
    void forgetAllBut(Set<JobId> jobs) {
        answers.keySet().removeIf(attempt -> !jobs.contains(attempt.job()));
    }
}
