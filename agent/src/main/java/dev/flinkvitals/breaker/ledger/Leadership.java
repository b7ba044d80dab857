/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.ledger;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * One JobManager's time as the leader. The order tells who came later; two that took the same epoch at the same moment are
 * ordered by their ids, so that all readers agree.
 *
 * @param epoch number of the leadership, 1 or more; each takes the last one + 1
 * @param leader random id, 8 to 32 lower-case hexadecimal characters
 */
public record Leadership(long epoch, String leader) implements Comparable<Leadership> {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8,32}");
    private static final Comparator<Leadership> ORDER =
            Comparator.comparingLong(Leadership::epoch).thenComparing(Leadership::leader);

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException if they are not as described
     */
    public Leadership {
        if (epoch < 1) {
            throw new IllegalArgumentException("epoch: expected 1 or more, found " + epoch);
        }
        if (!ID.matcher(leader).matches()) {
            throw new IllegalArgumentException(
                    "leader: expected 8 to 32 lower-case hexadecimal characters, found " + leader);
        }
    }

    @Override
    public int compareTo(Leadership other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return epoch + "-" + leader;
    }
}
