/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.ledger;

import dev.flinkvitals.config.Policy;
import java.time.Instant;
import java.util.List;

/**
 * An incident.
 *
 * @param policy whose
 * @param id its id
 * @param openedAt when it began, or the first that is known of it
 * @param lastAt the last that is known of it
 * @param attempts highest number of an action for it, 0 if there was none; the next one's is one more
 * @param settled whether it got its action, or nobody knows whether it did
 * @param rehearsed whether it got its action in monitor mode
 * @param over whether it ended
 */
public record PastIncident(
        Policy policy,
        String id,
        Instant openedAt,
        Instant lastAt,
        int attempts,
        boolean settled,
        boolean rehearsed,
        boolean over) {
    /** The same with what all actions of the job say about it. */
    PastIncident with(List<PastAction> all) {
        List<PastAction> own = all.stream()
                .filter(action -> action.policy() == policy && action.incident().equals(id))
                .toList();
        return new PastIncident(
                policy,
                id,
                openedAt,
                lastAt,
                own.stream().mapToInt(PastAction::attempt).max().orElse(0),
                // Whether an action took place that nobody heard of is not known, and one incident gets one.
                own.stream().anyMatch(action -> !action.probe() && action.result() != PastAction.Result.FAILED),
                rehearsed,
                over);
    }
}
