/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.finding;

import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.signals.Tick;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The findings of one job. Not thread-safe. */
public final class FindingBook {
    private final Map<Key, Finding> open = new LinkedHashMap<>();
    private List<Finding> closed = List.of();

    private record Key(FindingKind kind, Place place) {}

    /**
     * Takes what the rules see in one cycle.
     *
     * @param tick when
     * @param observations everything that is seen wrong now
     */
    public void update(Tick tick, List<Observation> observations) {
        Map<Key, Observation> now = new LinkedHashMap<>();
        observations.forEach(o -> now.putIfAbsent(new Key(o.kind(), o.place()), o));
        List<Finding> gone = new ArrayList<>();
        open.entrySet().removeIf(entry -> {
            boolean closes = !now.containsKey(entry.getKey());
            if (closes) {
                gone.add(entry.getValue());
            }
            return closes;
        });
        closed = List.copyOf(gone);
        now.forEach((key, observation) -> open.merge(
                key,
                new Finding(key.kind().label() + "-" + tick.at().toEpochMilli(), tick.at(), observation),
                (before, after) -> new Finding(before.id(), before.since(), observation)));
    }

    /** The findings that are open, most urgent first. */
    public List<Finding> open() {
        return open.values().stream()
                .sorted(Comparator.comparing(Finding::severity).reversed().thenComparing(Finding::since))
                .toList();
    }

    /** The findings that closed in the last cycle. */
    public List<Finding> closed() {
        return closed;
    }
}
