/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.state;

import dev.flinkvitals.signals.Topology;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A vertex whose state grows without bound.
 *
 * @param vertex which
 * @param bytes its state's size
 * @param bytesPerSecond growth, above 0
 * @param bytesPerRecord growth per record that the vertex processed; empty while not known
 * @param sure whether it was seen for so long that it counts in full
 * @param culprits names of the states that grow, fastest first; empty if they cannot be told apart
 * @param endless whether these states (without names: all of the vertex's) are declared without TTL
 * @param moreKeys whether the number of keys grows alike
 */
record VertexGrowth(
        Topology.Vertex vertex,
        double bytes,
        double bytesPerSecond,
        OptionalDouble bytesPerRecord,
        boolean sure,
        List<String> culprits,
        boolean endless,
        boolean moreKeys) {
    VertexGrowth {
        culprits = List.copyOf(culprits);
    }

    /** Time until the state is twice as large. */
    double doublingSeconds() {
        return bytes / bytesPerSecond;
    }
}
