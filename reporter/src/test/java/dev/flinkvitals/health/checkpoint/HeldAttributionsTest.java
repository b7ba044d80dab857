/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.health.finding.FindingKind;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.signals.VertexId;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldAttributionsTest {
    private static final VertexId VERTEX = new VertexId(String.format("%032x", 1));

    private final HeldAttributions held = new HeldAttributions();

    @Test
    void keepsPlaceAndReasonWhenTheSameCauseIsToldWithoutThem() {
        CheckpointAttribution told = storage(Place.vertex(VERTEX, "combine"), "503 Service Unavailable");
        held.hold(FindingKind.CHECKPOINTS_FAIL, told);

        assertThat(held.hold(FindingKind.CHECKPOINTS_FAIL, storage(Place.JOB, "Asynchronous task checkpoint failed.")))
                .isEqualTo(told);
    }

    @Test
    void takesAPlaceThatIsToldLater() {
        held.hold(FindingKind.CHECKPOINTS_FAIL, storage(Place.JOB, "Asynchronous task checkpoint failed."));

        CheckpointAttribution told = storage(Place.vertex(VERTEX, "combine"), "503 Service Unavailable");
        assertThat(held.hold(FindingKind.CHECKPOINTS_FAIL, told)).isEqualTo(told);
    }

    private static CheckpointAttribution storage(Place place, String reason) {
        return new CheckpointAttribution(CheckpointCause.TASK_STORAGE, place, reason, List.of(), 1);
    }
}
