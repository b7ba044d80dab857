/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.orders;

import java.util.List;

/** The orders database: its tables and the statements that the job uses. */
public final class OrdersSchema {
    /** An order is looked up by its reference before it is inserted. */
    public static final String FIND_ORDER = "SELECT id FROM orders WHERE reference = ?";

    static final String INSERT_ORDER = "INSERT INTO orders (reference, customer, cents) VALUES (?, ?, ?)";

    static final String MERGE_TOTAL =
            "MERGE INTO customer_totals (customer, order_count, cents) KEY (customer) VALUES (?, ?, ?)";

    /** Creates the tables, without the index. */
    public static final List<String> CREATE_TABLES = List.of(
            "CREATE TABLE orders (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                    + " reference VARCHAR(40) NOT NULL, customer INT NOT NULL, cents BIGINT NOT NULL)",
            "CREATE TABLE customer_totals (customer INT PRIMARY KEY, order_count BIGINT NOT NULL, cents BIGINT NOT NULL)");

    /** The index that {@link #FIND_ORDER} lives on: without it the lookup reads the whole table. */
    public static final String CREATE_INDEX = "CREATE INDEX orders_by_reference ON orders (reference)";

    /** The mistake of somebody who took the index for unused. */
    public static final String DROP_INDEX = "DROP INDEX orders_by_reference";

    /** Orders of former times, with references that the job never asks for; takes the first and the last number. */
    public static final String INSERT_OLD_ORDERS = "INSERT INTO orders (reference, customer, cents)"
            + " SELECT 'archive-' || x, MOD(x, 1000), 100 + MOD(x, 9000) FROM SYSTEM_RANGE(?, ?)";

    /** Reads what the job booked per customer. */
    public static final String SELECT_TOTALS = "SELECT customer, order_count, cents FROM customer_totals";

    /** Forgets what the job booked per customer. */
    public static final String CLEAR_TOTALS = "TRUNCATE TABLE customer_totals";

    private OrdersSchema() {}

    /**
     * The reference under which an order is booked.
     *
     * @param orderId the order's id
     */
    public static String reference(long orderId) {
        return "order-" + orderId;
    }
}
