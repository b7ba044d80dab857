/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the ledger tells of one job. Rehearsals of monitor mode count for monitor mode only.
 *
 * @param jobName its name, as last written; may be empty
 * @param actions what was triggered, probes included, the oldest first
 * @param rehearsals when something would have been triggered in monitor mode, the oldest first
 * @param incidents incidents that still matter, the oldest first: those of the last day, and for a week those that got their
 *     action and were not seen to end
 * @param deleted paths of our own savepoints that were deleted
 */
public record JobPast(
        String jobName,
        List<PastAction> actions,
        List<Instant> rehearsals,
        List<PastIncident> incidents,
        Set<String> deleted) {
    /** Nothing is known of the job. */
    public static final JobPast NONE = new JobPast("", List.of(), List.of(), List.of(), Set.of());

    /** Copies the collections. */
    public JobPast {
        actions = List.copyOf(actions);
        rehearsals = List.copyOf(rehearsals);
        incidents = List.copyOf(incidents);
        deleted = Set.copyOf(deleted);
    }

    /** Actions within the last day, which count against the budget, the oldest first. */
    public List<PastAction> spent(Instant now) {
        return actions.stream()
                .filter(action -> action.at().isAfter(now.minus(PastActions.DAY)))
                .toList();
    }

    /**
     * The same after it was found out what came of an action.
     *
     * @param action the action
     * @param result how it ended
     * @param path where a savepoint was found
     * @param at when that was known
     */
    public JobPast resolved(PastAction action, PastAction.Result result, Optional<String> path, Instant at) {
        List<PastAction> all = actions.stream()
                .map(other -> other.equals(action) ? action.ended(result, path, at) : other)
                .toList();
        return new JobPast(
                jobName,
                all,
                rehearsals,
                incidents.stream().map(incident -> incident.with(all)).toList(),
                deleted);
    }

    /** Actions whose end somebody has to find out, the oldest first. */
    public List<PastAction> unresolved() {
        return actions.stream().filter(PastAction::isUnresolved).toList();
    }

    /** Snapshots of ours that were written somewhere and not deleted since, the oldest first. */
    public List<PastAction> snapshots() {
        return actions.stream()
                .filter(action ->
                        action.path().filter(path -> !deleted.contains(path)).isPresent())
                .toList();
    }

    /** Whether a snapshot of the job with this checkpoint id is one of ours. */
    public boolean isOurs(long checkpointId) {
        return actions.stream()
                .anyMatch(action -> action.checkpointId().isPresent()
                        && action.checkpointId().getAsLong() == checkpointId);
    }
}
