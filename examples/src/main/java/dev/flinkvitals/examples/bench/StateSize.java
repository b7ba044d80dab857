/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.bench;

import dev.flinkvitals.health.HealthModel;
import java.lang.ref.Reference;

/**
 * Measures in a JVM of its own how much a model keeps: the heap that is in use with it, less the heap without it. That counts
 * what it keeps of its readings too.
 */
final class StateSize {
    private static final int MODELS = 4;
    private static final int COLLECTIONS = 4;

    private StateSize() {}

    /**
     * Prints bytes for each subtask.
     *
     * @param args number of subtasks
     */
    public static void main(String[] args) {
        int subtasks = Integer.parseInt(args[0]);
        long before = usedBytes();
        HealthModel[] models = new HealthModel[MODELS];
        try {
            for (int i = 0; i < MODELS; i++) {
                models[i] = filled(subtasks);
            }
            System.out.println((usedBytes() - before) / MODELS / subtasks);
        } finally {
            Reference.reachabilityFence(models);
        }
    }

    private static HealthModel filled(int subtasks) {
        SyntheticJob job = new SyntheticJob(subtasks, true);
        HealthModel model = new HealthModel(AssessBenchmark.CONFIG);
        for (int i = 0; i < AssessBenchmark.WARM_CYCLES; i++) {
            model.assess(job.next());
        }
        return model;
    }

    private static long usedBytes() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
