/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real H2 in memory. */
class OrdersSchemaTest {
    private static final String URL = "jdbc:h2:mem:schema;DB_CLOSE_DELAY=-1";

    private static final SinkWriter.Context NO_TIME = new SinkWriter.Context() {
        @Override
        public long currentWatermark() {
            return Long.MIN_VALUE;
        }

        @Override
        public @Nullable Long timestamp() {
            return null;
        }
    };

    private Connection connection;

    @BeforeEach
    void createTables() throws SQLException {
        connection = DriverManager.getConnection(URL);
        for (String table : OrdersSchema.CREATE_TABLES) {
            execute(table);
        }
        try (PreparedStatement insert = connection.prepareStatement(OrdersSchema.INSERT_OLD_ORDERS)) {
            insert.setInt(1, 1);
            insert.setInt(2, 1000);
            insert.executeUpdate();
        }
        execute(OrdersSchema.CREATE_INDEX);
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        execute("SHUTDOWN");
    }

    @Test
    void looksAnOrderUpByIndexUntilTheIndexIsDropped() throws SQLException {
        assertThat(planOfLookup()).contains("ORDERS_BY_REFERENCE").doesNotContain("tableScan");

        execute(OrdersSchema.DROP_INDEX);

        assertThat(planOfLookup()).contains("tableScan");
    }

    @Test
    void booksAnOrderOnceHoweverOftenItIsWritten() throws Exception {
        try (OrdersDbWriter writer = new OrdersDbWriter(URL)) {
            writer.write(new BookedOrder(1, 5, 100, 1, 100), NO_TIME);
            writer.write(new BookedOrder(2, 5, 50, 2, 150), NO_TIME);
            // What a replay after a restore does.
            writer.write(new BookedOrder(1, 5, 100, 1, 100), NO_TIME);
            writer.write(new BookedOrder(2, 5, 50, 2, 150), NO_TIME);
        }

        assertThat(number("SELECT COUNT(*) FROM orders WHERE reference LIKE 'order-%'"))
                .isEqualTo(2);
        assertThat(number("SELECT order_count FROM customer_totals WHERE customer = 5"))
                .isEqualTo(2);
        assertThat(number("SELECT cents FROM customer_totals WHERE customer = 5"))
                .isEqualTo(150);
    }

    private String planOfLookup() throws SQLException {
        try (PreparedStatement explain = connection.prepareStatement("EXPLAIN " + OrdersSchema.FIND_ORDER)) {
            explain.setString(1, OrdersSchema.reference(1));
            try (ResultSet plan = explain.executeQuery()) {
                plan.next();
                return plan.getString(1);
            }
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
