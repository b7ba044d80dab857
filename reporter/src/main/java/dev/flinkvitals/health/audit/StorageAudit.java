/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.audit;

import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.finding.Severity;
import dev.flinkvitals.health.judgement.Evidence;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.ProcessReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Where checkpoints and savepoints go, and whether they stay. */
final class StorageAudit {
    private static final String ON_THE_HEAP = "JobManagerCheckpointStorage";

    private StorageAudit() {}

    static List<Observation> observe(Audited job) {
        List<Observation> seen = new ArrayList<>();
        local(job).ifPresent(seen::add);
        if (job.settings().retained().isPresent() && !job.settings().retained().orElseThrow()) {
            seen.add(Observation.of(
                    FindingKind.CHECKPOINTS_NOT_RETAINED,
                    Severity.INFO,
                    Place.JOB,
                    "deleted_on_cancellation",
                    "Flink deletes the checkpoints when the job is cancelled or fails for good: nothing is left to start from"
                            + " but savepoints",
                    List.of()));
        }
        if (job.settings().savepointDirectory().isEmpty()) {
            seen.add(Observation.of(
                    FindingKind.NO_SAVEPOINT_DIRECTORY,
                    Severity.INFO,
                    Place.JOB,
                    "not_set",
                    "no default directory for savepoints is set: nobody can take one in a hurry, and neither can the breaker",
                    List.of()));
        }
        return seen;
    }

    private static Optional<Observation> local(Audited job) {
        if (job.settings().storage().filter(s -> s.contains(ON_THE_HEAP)).isPresent()
                && job.settings().directory().isEmpty()) {
            return Optional.of(Observation.of(
                    FindingKind.STORAGE_IS_LOCAL,
                    Severity.WARNING,
                    Place.JOB,
                    "job_manager_heap",
                    "checkpoints live on the JobManager's heap and are lost with it",
                    List.of()));
        }
        Optional<String> directory = job.settings().directory().filter(StorageAudit::isLocal);
        if (directory.isEmpty()) {
            return Optional.empty();
        }
        int hosts = job.hosts();
        // On several hosts a local disk makes checkpoints that nobody can restore; on one it is a trial, or a mount.
        boolean scattered = hosts > 1;
        return Optional.of(Observation.of(
                FindingKind.STORAGE_IS_LOCAL,
                scattered ? Severity.WARNING : Severity.INFO,
                Place.JOB,
                scattered ? "several_hosts" : "one_host",
                "checkpoints go to " + directory.orElseThrow()
                        + (scattered
                                ? ", while the TaskManagers run on " + hosts
                                        + " hosts: unless all of them mount the same directory there, no checkpoint can be restored"
                                : ": unless it is a mount, they are lost with the disk of this host"),
                List.of(new Evidence("hosts", hosts, "{host}"))));
    }

    private static boolean isLocal(String directory) {
        String lower = directory.toLowerCase(Locale.ROOT);
        return lower.startsWith("file:") || lower.startsWith("/");
    }

    /** Standalone and YARN name a TaskManager {@code host:port-…}; where they do not, hosts are not known. */
    static Set<String> hosts(JobReading reading) {
        Set<String> hosts = new TreeSet<>();
        for (ProcessReading process : reading.processes()) {
            int colon = process.processId().indexOf(':');
            if (colon > 0) {
                hosts.add(process.processId().substring(0, colon));
            }
        }
        return hosts;
    }
}
