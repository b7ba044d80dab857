/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

/**
 * One parallel instance of a vertex.
 *
 * @param vertex the vertex
 * @param index subtask index, 0 or more
 */
public record SubtaskId(VertexId vertex, int index) {
    /**
     * Checks the index.
     *
     * @throws IllegalArgumentException if {@code index} is negative
     */
    public SubtaskId {
        if (index < 0) {
            throw new IllegalArgumentException("subtask index: expected >= 0, found " + index);
        }
    }
}
