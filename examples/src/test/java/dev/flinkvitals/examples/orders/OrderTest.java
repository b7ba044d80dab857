/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OrderTest {
    @Test
    void comesBackFromItsBytesUnchanged() {
        Order order = new Order(7, 199, 12_345, "leave it at the door".getBytes(StandardCharsets.UTF_8));

        assertThat(Order.fromBytes(order.toBytes())).isEqualTo(order);
    }

    @Test
    void comesBackWithoutANote() {
        Order order = new Order(Long.MAX_VALUE, 0, 1, new byte[0]);

        assertThat(Order.fromBytes(order.toBytes())).isEqualTo(order);
    }

    @Test
    void refusesATruncatedValue() {
        assertThatThrownBy(() -> Order.fromBytes(new byte[19]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an order has at least 20 bytes, found 19");
    }
}
