/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneTest {
    @Test
    void survivesACheckpoint() throws IOException {
        Lane.Serializer serializer = new Lane.Serializer();
        Lane lane = new Lane(3, 1L << 40, (1L << 40) + 5);

        assertThat(serializer.deserialize(1, serializer.serialize(lane))).isEqualTo(lane);
        assertThatThrownBy(() -> serializer.deserialize(1, new byte[3])).isInstanceOf(IOException.class);
    }

    @Test
    void remembersWhichLanesWereGivenAway() {
        LaneAssigner.Serializer serializer = new LaneAssigner.Serializer();

        assertThat(serializer.deserialize(1, serializer.serialize(List.of(0, 1, 3))))
                .containsExactly(0, 1, 3);
    }
}
