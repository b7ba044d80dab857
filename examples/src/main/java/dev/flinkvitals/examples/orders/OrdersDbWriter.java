/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.orders;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.flink.api.connector.sink2.SinkWriter;

/** One connection to the orders database. An order is durable when {@link #write} returns, so there is nothing to flush. */
final class OrdersDbWriter implements SinkWriter<BookedOrder> {
    private final Connection connection;
    private final PreparedStatement find;
    private final PreparedStatement insert;
    private final PreparedStatement total;

    OrdersDbWriter(String jdbcUrl) throws SQLException {
        connection = DriverManager.getConnection(jdbcUrl);
        find = connection.prepareStatement(OrdersSchema.FIND_ORDER);
        insert = connection.prepareStatement(OrdersSchema.INSERT_ORDER);
        total = connection.prepareStatement(OrdersSchema.MERGE_TOTAL);
    }

    @Override
    public void write(BookedOrder order, Context context) throws IOException {
        try {
            String reference = OrdersSchema.reference(order.id());
            if (!isBooked(reference)) {
                insert.setString(1, reference);
                insert.setInt(2, order.customer());
                insert.setLong(3, order.cents());
                insert.executeUpdate();
            }
            total.setInt(1, order.customer());
            total.setLong(2, order.totalOrders());
            total.setLong(3, order.totalCents());
            total.executeUpdate();
        } catch (SQLException e) {
            throw new IOException("cannot write order " + order.id(), e);
        }
    }

    /** This lookup is what gets slower as the table grows once its index is gone. */
    private boolean isBooked(String reference) throws SQLException {
        find.setString(1, reference);
        try (ResultSet found = find.executeQuery()) {
            return found.next();
        }
    }

    @Override
    public void flush(boolean endOfInput) {}

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
