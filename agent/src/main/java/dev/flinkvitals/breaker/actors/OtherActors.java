/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.actors;

import java.util.List;

/**
 * Who else acts on a job.
 *
 * @param acting what somebody else does now or did lately, in words; the agent waits for it
 * @param configured what Flink's configuration says that somebody may do, in words; it is told, and holds nothing
 */
public record OtherActors(List<String> acting, List<String> configured) {
    /** Copies the lists. */
    public OtherActors {
        acting = List.copyOf(acting);
        configured = List.copyOf(configured);
    }
}
