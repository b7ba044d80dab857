/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

/**
 * Flink's job vertex id: one task of the job graph, which may chain several operators.
 *
 * @param hex 32 lower-case hexadecimal characters, as Flink prints it
 */
public record VertexId(String hex) implements Comparable<VertexId> {
    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException if {@code hex} is not 32 hexadecimal characters
     */
    public VertexId {
        hex = HexIds.check("vertex id", hex);
    }

    @Override
    public int compareTo(VertexId other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
