/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.taskmanager;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VitalsEndpointTest {
    @Test
    void livesBesideItsTaskManager() {
        assertThat(VitalsEndpoint.addressBeside("pekko.tcp://flink@10.0.0.7:6122/user/rpc/taskmanager_0"))
                .isEqualTo("pekko.tcp://flink@10.0.0.7:6122/user/rpc/vitals_taskmanager_0");
    }
}
