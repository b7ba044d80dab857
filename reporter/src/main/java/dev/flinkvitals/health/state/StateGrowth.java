/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.state;

import dev.flinkvitals.signals.VertexId;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How the state of a vertex, or one state of it, grows.
 *
 * @param vertex the vertex
 * @param vertexName its name
 * @param state name of the state; empty for all of the vertex's state together
 * @param bytes present size
 * @param bytesPerSecond growth; empty while not known
 * @param bytesPerRecord growth per record that the vertex processed; empty while not known
 * @param unbounded whether the growth shows no sign of ending
 * @param withoutTimeToLive whether the state was declared without TTL; empty if not known
 */
public record StateGrowth(
        VertexId vertex,
        String vertexName,
        Optional<String> state,
        double bytes,
        OptionalDouble bytesPerSecond,
        OptionalDouble bytesPerRecord,
        boolean unbounded,
        Optional<Boolean> withoutTimeToLive) {}
