/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export.otel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class ResourcesTest {
    @Test
    void makesNameBasedIdsOfVersion5() {
        UUID id = Resources.instanceId("taskmanager/tm-1");

        assertThat(id.version()).isEqualTo(5);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id).isEqualTo(Resources.instanceId("taskmanager/tm-1"));
        assertThat(id).isNotEqualTo(Resources.instanceId("taskmanager/tm-2"));
    }
}
