/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.orders;

/**
 * An order together with what is known about its customer, ready to be written.
 *
 * @param id the order's id
 * @param customer who ordered
 * @param cents amount of this order, integer cents
 * @param totalOrders orders of this customer up to and with this one
 * @param totalCents their amount, integer cents
 */
public record BookedOrder(long id, int customer, long cents, long totalOrders, long totalCents) {}
