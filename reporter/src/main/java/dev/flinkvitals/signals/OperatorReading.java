/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.util.Optional;

/**
 * An operator of a vertex.
 *
 * @param vertex the vertex that it was chained into
 * @param name its name; its id in hexadecimal if Flink tells no name
 * @param hasUid whether the user gave it a uid; empty if this version of Flink does not tell
 */
public record OperatorReading(VertexId vertex, String name, Optional<Boolean> hasUid) {}
