/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.time.Duration;
import java.util.Optional;

/**
 * A keyed state as an operator declared it.
 *
 * @param vertex the vertex that holds it
 * @param name the state's name: RocksDB's column family has the same
 * @param kind {@code ValueState}, {@code MapState}, and so on
 * @param serializer class name of the serializer of its values
 * @param timeToLive the declared TTL; empty if the state has none
 */
public record StateDeclaration(
        VertexId vertex, String name, String kind, String serializer, Optional<Duration> timeToLive) {}
