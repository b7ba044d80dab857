/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ViewStoreTest {
    @AfterEach
    void standby() {
        ViewStore.publish(ClusterView.STANDBY);
    }

    @Test
    void viewThatIsTakenBackLeavesAStandby() {
        ClusterView view = Views.of(Views.full("orders"));
        ViewStore.publish(view);

        ViewStore.withdraw(view);

        assertThat(ViewStore.current()).isSameAs(ClusterView.STANDBY);
    }

    @Test
    void viewOfTheNextLeaderStays() {
        ClusterView old = Views.of(Views.full("orders"));
        ClusterView next = Views.of(Views.full("orders"));
        ViewStore.publish(old);
        ViewStore.publish(next);

        ViewStore.withdraw(old);

        assertThat(ViewStore.current()).isSameAs(next);
    }
}
