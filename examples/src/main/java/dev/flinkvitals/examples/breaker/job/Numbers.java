/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.job;

import dev.flinkvitals.examples.faults.plant.Switches;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.connector.datagen.source.GeneratorFunction;

/** 0, 1, 2, ... until it is told to hang. */
final class Numbers implements GeneratorFunction<Long, Long> {
    private static final long serialVersionUID = 1;

    private final Switches switches;
    private final String hangs;

    /**
     * Numbers.
     *
     * @param switches by which it is told
     * @param hangs name of the switch
     */
    Numbers(Switches switches, String hangs) {
        this.switches = switches;
        this.hangs = hangs;
    }

    @Override
    public Long map(Long index) throws InterruptedException {
        if (switches.get(hangs, 0) > 0) {
            // For ever; a task that is cancelled is interrupted.
            new CountDownLatch(1).await();
        }
        return index;
    }
}
