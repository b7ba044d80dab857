/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

/**
 * How much of the cluster was heard in this cycle.
 *
 * @param reporting TaskManagers whose digest is fresh
 * @param expected TaskManagers that are registered
 */
public record Coverage(int reporting, int expected) {
    /** Share of TaskManagers heard, 0 to 1; 0 if none is registered. */
    public double ratio() {
        return expected <= 0 ? 0.0 : Math.max(0.0, Math.min(1.0, (double) reporting / expected));
    }
}
