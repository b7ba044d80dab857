/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

/**
 * Flink's job id.
 *
 * @param hex 32 lower-case hexadecimal characters, as Flink prints it
 */
public record JobId(String hex) implements Comparable<JobId> {
    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException if {@code hex} is not 32 hexadecimal characters
     */
    public JobId {
        hex = HexIds.check("job id", hex);
    }

    @Override
    public int compareTo(JobId other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
