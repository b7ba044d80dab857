/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.ledger;

import dev.flinkvitals.config.Policy;
import java.time.Instant;

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
        boolean over) {}
