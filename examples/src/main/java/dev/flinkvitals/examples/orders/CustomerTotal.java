/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.orders;

/**
 * All orders of one customer, summed up.
 *
 * @param orders how many
 * @param cents their amount in integer cents
 */
public record CustomerTotal(long orders, long cents) {
    /** Before the first order. */
    public static final CustomerTotal NONE = new CustomerTotal(0, 0);

    /**
     * Adds one order.
     *
     * @param orderCents its amount in integer cents
     */
    public CustomerTotal plus(long orderCents) {
        return new CustomerTotal(orders + 1, Math.addExact(cents, orderCents));
    }
}
