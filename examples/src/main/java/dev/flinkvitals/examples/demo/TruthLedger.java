/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.demo;

import dev.flinkvitals.examples.orders.CustomerTotal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What was really ordered: the orders that the broker acknowledged, per customer. Thread safe. */
final class TruthLedger {
    private final Map<Integer, CustomerTotal> totals = new HashMap<>();
    private long orders;

    /**
     * Notes an order that the broker has.
     *
     * @param customer who ordered
     * @param cents amount in integer cents
     */
    synchronized void add(int customer, long cents) {
        totals.merge(customer, CustomerTotal.NONE.plus(cents), (before, ignored) -> before.plus(cents));
        orders++;
    }

    /** Number of orders. */
    synchronized long orders() {
        return orders;
    }

    /** Number of customers with at least one order. */
    synchronized int customers() {
        return totals.size();
    }

    /**
     * Compares with what somebody else counted.
     *
     * @param counted per customer
     * @return the customers whose orders or amounts differ, or that only one side knows, ascending
     */
    synchronized Set<Integer> mismatches(Map<Integer, CustomerTotal> counted) {
        Set<Integer> customers = new TreeSet<>(totals.keySet());
        customers.addAll(counted.keySet());
        customers.removeIf(customer -> {
            CustomerTotal truth = totals.get(customer);
            return truth != null && truth.equals(counted.get(customer));
        });
        return customers;
    }
}
