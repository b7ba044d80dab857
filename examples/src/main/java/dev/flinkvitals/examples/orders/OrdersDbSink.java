/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.orders;

import java.io.IOException;
import java.sql.SQLException;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Writes booked orders into the database, one by one, the way a first version of such a sink usually does.
 *
 * <p>At least once and idempotent: an order that is there already is not inserted again, and totals are absolute.
 */
final class OrdersDbSink implements Sink<BookedOrder> {
    private static final long serialVersionUID = 1L;

    private final String jdbcUrl;

    OrdersDbSink(String jdbcUrl) {
        this.jdbcUrl = jdbcUrl;
    }

    @Override
    public SinkWriter<BookedOrder> createWriter(WriterInitContext context) throws IOException {
        try {
            return new OrdersDbWriter(jdbcUrl);
        } catch (SQLException e) {
            throw new IOException("cannot connect to " + jdbcUrl, e);
        }
    }
}
