/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.plant;

import java.util.concurrent.locks.LockSupport;

/** Two ways to spend time. */
final class Work {
    private Work() {}

    /** Waits, without using the processor. */
    static void rest(double micros) {
        long until = System.nanoTime() + (long) (micros * 1000);
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    /** Computes something of no use to anybody. */
    static double compute(double micros) {
        long until = System.nanoTime() + (long) (micros * 1000);
        double value = 1;
        while (System.nanoTime() - until < 0) {
            for (int i = 0; i < 100; i++) {
                value = Math.sqrt(value + i);
            }
        }
        return value;
    }
}
