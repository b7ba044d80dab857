/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.inside;

import dev.flinkvitals.health.capacity.Bottleneck;
import dev.flinkvitals.health.finding.Finding;
import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.health.load.VertexLoad;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.Topology;
import dev.flinkvitals.signals.VertexId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Which subtasks are worth a look inside: the busiest one of each vertex that is blamed for something a look can explain. */
public final class Suspects {
    /** A look is cheap, but not free. */
    private static final int MOST = 4;

    private static final Set<FindingKind> EXPLAINABLE = EnumSet.of(
            FindingKind.BOTTLENECK,
            FindingKind.SOURCE_BOUND,
            FindingKind.PARTITION_STALLED,
            FindingKind.HOT_KEY,
            FindingKind.DATA_SKEW,
            FindingKind.UNEVEN_KEY_GROUPS);

    private Suspects() {}

    /**
     * The suspects of one cycle.
     *
     * @param bottleneck the named bottleneck, if there is one
     * @param findings open findings, most urgent first
     * @param loads load per vertex
     * @param topology the job graph
     * @return at most four, the most urgent ones; the bottleneck first
     */
    public static List<Suspect> of(
            Optional<Bottleneck> bottleneck, List<Finding> findings, List<VertexLoad> loads, Topology topology) {
        List<Suspect> suspects = new ArrayList<>();
        bottleneck.ifPresent(b -> add(suspects, b.place(), loads, topology));
        for (Finding finding : findings) {
            if (EXPLAINABLE.contains(finding.kind())) {
                add(suspects, finding.observation().place(), loads, topology);
            }
        }
        return List.copyOf(suspects);
    }

    private static void add(List<Suspect> suspects, Place place, List<VertexLoad> loads, Topology topology) {
        if (suspects.size() < MOST && place.vertex().isPresent()) {
            VertexId vertex = place.vertex().get();
            int index = place.subtask().isPresent() ? place.subtask().getAsInt() : busiest(vertex, loads);
            Suspect suspect = new Suspect(new SubtaskId(vertex, index), !isSource(vertex, topology));
            if (!suspects.contains(suspect)) {
                suspects.add(suspect);
            }
        }
    }

    private static boolean isSource(VertexId vertex, Topology topology) {
        return topology.vertex(vertex).filter(v -> v.inputs().isEmpty()).isPresent();
    }

    private static int busiest(VertexId vertex, List<VertexLoad> loads) {
        OptionalInt busiest = loads.stream()
                .filter(load -> load.vertex().equals(vertex))
                .mapToInt(VertexLoad::busiestSubtask)
                .findFirst();
        return busiest.orElse(0);
    }
}
