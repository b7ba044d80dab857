/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.rocksdb;

import dev.flinkvitals.health.finding.Observation;
import dev.flinkvitals.health.judgement.Judgement;
import java.util.List;

/**
 * What the rule found in one cycle.
 *
 * @param judgement of the component
 * @param observations what is wrong
 * @param pressures one for each vertex whose state backend was heard, in the order of their ids
 */
public record RocksDbHealth(Judgement judgement, List<Observation> observations, List<StatePressure> pressures) {
    /** Copies the lists. */
    public RocksDbHealth {
        observations = List.copyOf(observations);
        pressures = List.copyOf(pressures);
    }

    /** Nothing was heard. */
    static RocksDbHealth silent(Judgement judgement) {
        return new RocksDbHealth(judgement, List.of(), List.of());
    }
}
