/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.audit;

import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.finding.Severity;
import dev.flinkvitals.health.judgement.Concern;
import dev.flinkvitals.health.judgement.Judgement;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.CheckpointReading;
import dev.flinkvitals.signals.CheckpointSettings;
import dev.flinkvitals.signals.JobReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares the settings with what the job does. Advice costs no points; what threatens recovery costs half of the
 * component's. Not thread-safe.
 */
public final class ConfigurationAudit {
    private final AlignmentAudit alignment = new AlignmentAudit();
    private boolean statefulSeen;
    private int hosts;

    /**
     * What one cycle showed.
     *
     * @param judgement for the score
     * @param observations what should be changed
     */
    public record Outcome(Judgement judgement, List<Observation> observations) {
        /** Copies the list. */
        public Outcome {
            observations = List.copyOf(observations);
        }
    }

    /**
     * Audits one cycle.
     *
     * @param reading the job
     * @param loads load per vertex
     * @param windowEnded whether a window of the job ended with this cycle
     * @param durationP95 95th percentile of what its own checkpoints usually take; empty if not known
     * @param bottleneckNamed whether a vertex was named that holds the job back
     */
    public Outcome audit(
            JobReading reading,
            List<VertexLoad> loads,
            boolean windowEnded,
            Optional<Duration> durationP95,
            boolean bottleneckNamed) {
        if (windowEnded) {
            alignment.windowEnded(loads);
        }
        remember(reading);
        CheckpointReading checkpoints = reading.checkpoints();
        if (!checkpoints.enabled().orElse(true)) {
            return outcome(List.of(off()), Set.of("checkpointing"));
        }
        Optional<CheckpointSettings> settings = checkpoints.settings();
        if (settings.isEmpty()) {
            return new Outcome(
                    new Judgement.Missing("the checkpoint settings are not known yet; they come with the job's graph"),
                    List.of());
        }
        Audited job = new Audited(reading, settings.orElseThrow(), durationP95, hosts);
        List<Observation> seen = new ArrayList<>(StorageAudit.observe(job));
        seen.addAll(TimingAudit.observe(job));
        seen.addAll(StateAudit.observe(job));
        alignment.observe(settings.orElseThrow(), bottleneckNamed).ifPresent(seen::add);
        return outcome(seen, signals(job));
    }

    /** What TaskManagers told stays known while some of them are not heard. */
    private void remember(JobReading reading) {
        statefulSeen |= !reading.states().isEmpty()
                || !reading.stateBackends().isEmpty()
                || !reading.partitions().isEmpty();
        int now = StorageAudit.hosts(reading).size();
        hosts = reading.coverage().ratio() >= 1 ? now : Math.max(hosts, now);
    }

    private Observation off() {
        return Observation.of(
                FindingKind.CHECKPOINTING_OFF,
                statefulSeen ? Severity.WARNING : Severity.INFO,
                Place.JOB,
                statefulSeen ? "state_unprotected" : "no_state_seen",
                statefulSeen
                        ? "checkpointing is off, though the job keeps state: a failure loses it"
                        : "checkpointing is off: a failure starts the job from the beginning",
                List.of());
    }

    private static Outcome outcome(List<Observation> seen, Set<String> signals) {
        Concern worst = new Concern(0, "nothing to change", Place.JOB, List.of());
        for (Observation observation : seen) {
            Concern concern = new Concern(
                    severity(observation.severity()),
                    observation.reason(),
                    observation.place(),
                    observation.evidence());
            worst = Concern.worse(worst, concern);
        }
        if (worst.severity() == 0 && !seen.isEmpty()) {
            worst = new Concern(0, "advice only, first: " + seen.get(0).reason(), Place.JOB, List.of());
        }
        return new Outcome(worst.known(1, signals), seen);
    }

    private static double severity(Severity severity) {
        return switch (severity) {
            case INFO -> 0;
            case WARNING -> 0.5;
            case CRITICAL -> 1;
        };
    }

    /** What a later cycle may lack: without it the judgement does not become better. */
    private static Set<String> signals(Audited job) {
        Set<String> signals = new HashSet<>(Set.of("checkpointing"));
        if (job.settings().directory().isPresent() || job.settings().storage().isPresent()) {
            signals.add("checkpoint storage");
        }
        if (job.settings().incremental().isPresent()) {
            signals.add("incremental checkpoints");
        }
        if (job.durationP95().isPresent()) {
            signals.add("checkpoint durations");
        }
        if (job.stateBytes().isPresent()) {
            signals.add("state size");
        }
        if (job.heapBytes() > 0) {
            signals.add("heap size");
        }
        return signals;
    }
}
