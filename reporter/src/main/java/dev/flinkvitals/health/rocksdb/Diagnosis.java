/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.rocksdb;

import dev.flinkvitals.health.judgement.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one database shows, signal by signal, and which of it is the cause. Lives for one cycle. */
final class Diagnosis {
    /** From here on a signal is a finding, and explains others. */
    static final double TOLERABLE = 0.5;

    private static final RocksDbSignal[] SIGNALS = RocksDbSignal.values();

    private final Database database;
    private final double[] values = new double[SIGNALS.length];
    private final double[] severities = new double[SIGNALS.length];
    private final double pressure;
    private final @Nullable RocksDbSignal worst;

    Diagnosis(Database database) {
        this.database = database;
        RocksDbSignal found = null;
        double highest = 0;
        for (int i = 0; i < SIGNALS.length; i++) {
            RocksDbSignal signal = SIGNALS[i];
            values[i] = database.value(signal);
            severities[i] = Double.isNaN(values[i]) ? 0 : database.severity(signal, values[i]);
            if (severities[i] > highest && signal != RocksDbSignal.BACKGROUND_ERRORS) {
                highest = severities[i];
                found = signal;
            }
        }
        this.pressure = highest;
        this.worst = found;
    }

    Database database() {
        return database;
    }

    /** Severity of the worst signal but errors, 0 to 1. */
    double pressure() {
        return pressure;
    }

    /** Adds the signals that are known. */
    void addKnown(Set<RocksDbSignal> known) {
        for (int i = 0; i < SIGNALS.length; i++) {
            if (!Double.isNaN(values[i])) {
                known.add(SIGNALS[i]);
            }
        }
    }

    /** Severity of one signal; 0 if it is not known. */
    double severity(RocksDbSignal signal) {
        return severities[index(signal)];
    }

    /** The number of one signal; NaN if it is not known. */
    double value(RocksDbSignal signal) {
        return values[index(signal)];
    }

    @SuppressWarnings("EnumOrdinal") // The arrays live no longer than a cycle.
    private static int index(RocksDbSignal signal) {
        return signal.ordinal();
    }

    /** The worst signal; null if none costs anything. */
    @Nullable
    RocksDbSignal worst() {
        return worst;
    }

    /**
     * The signal that is the cause: where writes are held back, what RocksDB holds them back for, as far as that can be seen.
     * Null if nothing is wrong.
     */
    @Nullable
    RocksDbSignal cause() {
        RocksDbSignal cause = worst;
        if (worst != null && worst.isSymptom()) {
            double highest = TOLERABLE;
            for (RocksDbSignal signal : SIGNALS) {
                if (signal.isRoot() && severity(signal) >= highest && (cause == worst || severity(signal) > highest)) {
                    highest = severity(signal);
                    cause = signal;
                }
            }
        }
        return cause;
    }

    /** A signal in words, after what it causes if that is worse. */
    String words(RocksDbSignal cause) {
        String why = cause.words(value(cause));
        return worst == null || worst == cause ? why : worst.words(value(worst)) + ": " + why;
    }

    /** Everything that costs something, and the signal itself. */
    List<Evidence> evidence(RocksDbSignal cause) {
        List<Evidence> evidence = new ArrayList<>();
        for (RocksDbSignal signal : SIGNALS) {
            if (signal == cause || severity(signal) > 0) {
                evidence.add(signal.evidence(value(signal)));
            }
        }
        return evidence;
    }
}
