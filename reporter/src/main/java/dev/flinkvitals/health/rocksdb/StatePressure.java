/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.rocksdb;

import dev.flinkvitals.signals.VertexId;
import java.util.OptionalDouble;

/**
 * How hard pressed the state backend of a vertex is: that of its worst subtask.
 *
 * @param vertex the vertex
 * @param name its name in Flink's UI; the id if the graph is not known
 * @param subtask the worst subtask
 * @param state the state that shows it; empty text while nothing is wrong
 * @param severity 0 to 1
 * @param cause stable label of what is wrong, such as {@code level0_files}; {@code none} while nothing is
 * @param stallShare highest share of time in which writes were held back, over the vertex's subtasks
 */
public record StatePressure(
        VertexId vertex,
        String name,
        int subtask,
        String state,
        double severity,
        String cause,
        OptionalDouble stallShare) {}
