/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.DecisionRecord;
import dev.flinkvitals.breaker.SnapshotRecord;
import dev.flinkvitals.config.SnapshotConfig;
import java.util.Map;

/**
 * How often something was decided and done for one job since the monitor first saw it.
 *
 * @param mode the breaker's mode
 * @param decisions decisions; one that repeats for the same incident and reasons counts once
 * @param snapshots snapshots that came to an end
 */
public record ProtectionCounts(
        SnapshotConfig.Mode mode, Map<DecisionCount, Long> decisions, Map<SnapshotCount, Long> snapshots) {
    /** Copies the maps. */
    public ProtectionCounts {
        decisions = Map.copyOf(decisions);
        snapshots = Map.copyOf(snapshots);
    }

    /**
     * Key of the decision counter.
     *
     * @param action what was wished for
     * @param outcome what came of the wish
     */
    public record DecisionCount(Action action, DecisionRecord.Outcome outcome) {}

    /**
     * Key of the snapshot counter.
     *
     * @param action checkpoint or savepoint
     * @param result how it ended
     */
    public record SnapshotCount(Action action, SnapshotRecord.Result result) {}
}
