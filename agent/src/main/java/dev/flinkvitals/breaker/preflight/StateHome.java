/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.preflight;

import dev.flinkvitals.signals.CheckpointSettings;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where a job's state lives, by the name of its state backend. */
enum StateHome {
    /** In files that a database writes. */
    DISK,
    /** On the heap. */
    HEAP,
    /** A backend that is not known, or a wrapper (changelog) that does not tell what it wraps. */
    UNKNOWN;

    private static final List<String> ON_DISK = List.of("rocksdb", "forst");

    /** Besides the one of today the two of old, which a job may still name. */
    private static final List<String> ON_HEAP = List.of("hashmap", "memory", "fsstate", "filesystem", "jobmanager");

    static StateHome of(Preflight in) {
        String name = name(in).toLowerCase(Locale.ROOT);
        if (ON_DISK.stream().anyMatch(name::contains)) {
            return DISK;
        }
        return ON_HEAP.stream().anyMatch(name::contains) ? HEAP : UNKNOWN;
    }

    static String name(Preflight in) {
        Optional<String> name = in.settings().flatMap(CheckpointSettings::stateBackend);
        return name.orElse("");
    }
}
