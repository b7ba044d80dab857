/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.exhaustion;

/**
 * How much of a resource a process uses.
 *
 * @param resource which
 * @param processId whose
 * @param sampleMillis when it was read, on the process's clock
 * @param usedBytes bytes in use
 * @param limitBytes bytes that it may use, above 0
 */
public record ResourceLevel(
        Resource resource, String processId, long sampleMillis, double usedBytes, double limitBytes) {
    /** Share in use; above 1 if a limit is exceeded that nothing enforces. */
    double ratio() {
        return usedBytes / limitBytes;
    }

    double roomBytes() {
        return Math.max(0, limitBytes - usedBytes);
    }
}
