/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.capacity;

/** How Flink's key groups divide over the subtasks of a keyed vertex: in ranges whose sizes differ by one at most. */
public final class KeyGroups {
    private KeyGroups() {}

    /**
     * Key groups of the subtask that has the most of them.
     *
     * @param maxParallelism number of key groups
     * @param parallelism subtasks, 1 or more
     */
    public static int most(int maxParallelism, int parallelism) {
        return -Math.floorDiv(-Math.max(1, maxParallelism), Math.max(1, parallelism));
    }

    /**
     * Share of the capacity that is lost because key groups cannot be divided: 128 groups over 100 subtasks give some of them
     * two and others one, so that 1.28 of 2 are used.
     *
     * @param maxParallelism number of key groups
     * @param parallelism subtasks, 1 or more
     * @return {@code 1 - mean / max}, 0 to 1
     */
    public static double loss(int maxParallelism, int parallelism) {
        double mean = (double) Math.max(1, maxParallelism) / Math.max(1, parallelism);
        return Math.max(0, 1 - mean / most(maxParallelism, parallelism));
    }

    /**
     * Key groups of one subtask, as {@code KeyGroupRangeAssignment} deals them out.
     *
     * @param maxParallelism number of key groups
     * @param parallelism subtasks, 1 or more
     * @param subtask index of the subtask
     */
    public static int of(int maxParallelism, int parallelism, int subtask) {
        long groups = maxParallelism;
        long start = (subtask * groups + parallelism - 1) / parallelism;
        long end = ((subtask + 1) * groups - 1) / parallelism;
        return (int) (end - start + 1);
    }
}
