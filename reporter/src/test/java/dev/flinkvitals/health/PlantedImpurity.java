/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health;

import java.time.Instant;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Breaks every rule of the pure core, to show that {@code PureCoreTest} would notice. */
public final class PlantedImpurity {
    private PlantedImpurity() {}

    static Logger logger() {
        return LoggerFactory.getLogger(PlantedImpurity.class);
    }

    static Instant wallTime() {
        return Instant.now();
    }

    static LongSupplier clock() {
        return System::nanoTime;
    }

    static String thread() {
        return Thread.currentThread().getName();
    }
}
