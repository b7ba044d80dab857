/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.demo;

import dev.flinkvitals.examples.cluster.ManagedProcess;
import dev.flinkvitals.examples.cluster.ProcessCommand;
import dev.flinkvitals.examples.cluster.Run;
import dev.flinkvitals.examples.orders.CustomerTotal;
import dev.flinkvitals.examples.orders.OrdersSchema;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.tools.Server;

/** An H2 server in its own JVM that holds the orders database in memory. Not thread safe, except for {@link #jdbcUrl()}. */
final class OrdersDatabase implements AutoCloseable {
    private static final Pattern RUNNING = Pattern.compile("TCP server running at tcp://[^:]+:(\\d+)");
    private static final Duration START_TIMEOUT = Duration.ofSeconds(40);
    private static final int LEAST_OLD_ORDERS = 400_000;
    private static final int MOST_OLD_ORDERS = 1_500_000;
    private static final int SAMPLE_LOOKUPS = 30;

    private final ManagedProcess process;
    private final String jdbcUrl;
    private final Connection connection;

    private OrdersDatabase(ManagedProcess process, String jdbcUrl, Connection connection) {
        this.process = process;
        this.jdbcUrl = jdbcUrl;
        this.connection = connection;
    }

    /**
     * Starts the server, creates the tables and fills them with so many old orders that reading all of them takes a while.
     *
     * @param run what its process belongs to
     * @param fullScan how long a lookup without the index shall take
     */
    static OrdersDatabase start(Run run, Duration fullScan) {
        ManagedProcess process = run.start(ProcessCommand.java(
                "h2",
                List.of("-Xmx1g", "-XX:+UseSerialGC", "-Dh2.bindAddress=127.0.0.1"),
                List.of(h2Jar()),
                Server.class.getName(),
                List.of("-tcp", "-tcpPort", "0", "-ifNotExists"),
                run.directory()));
        String url = "jdbc:h2:tcp://127.0.0.1:" + awaitPort(process)
                + "/mem:orders;USER=sa;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=30000";
        try {
            OrdersDatabase database = new OrdersDatabase(process, url, DriverManager.getConnection(url));
            OrdersSchema.CREATE_TABLES.forEach(database::execute);
            database.fill(fullScan);
            database.createIndex();
            return database;
        } catch (SQLException e) {
            throw new DemoFailure("cannot connect to the database " + url + ": " + e.getMessage(), e);
        }
    }

    /** URL under which the job reaches the database. */
    String jdbcUrl() {
        return jdbcUrl;
    }

    /** Its process. */
    ManagedProcess process() {
        return process;
    }

    /** Takes the index away that the job's lookup uses. */
    void dropIndex() {
        execute(OrdersSchema.DROP_INDEX);
    }

    /** Gives it back. */
    void createIndex() {
        execute(OrdersSchema.CREATE_INDEX);
    }

    /** Forgets all totals. */
    void clearTotals() {
        execute(OrdersSchema.CLEAR_TOTALS);
    }

    /** What the job booked per customer. */
    Map<Integer, CustomerTotal> totals() {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(OrdersSchema.SELECT_TOTALS)) {
            Map<Integer, CustomerTotal> totals = new HashMap<>();
            while (rows.next()) {
                totals.put(rows.getInt(1), new CustomerTotal(rows.getLong(2), rows.getLong(3)));
            }
            return totals;
        } catch (SQLException e) {
            throw new DemoFailure("cannot read the totals: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        process.close();
    }

    /** The number of rows depends on the machine: on a fast one a table of fixed size would not be slow enough. */
    private void fill(Duration fullScan) throws SQLException {
        insertOldOrders(1, LEAST_OLD_ORDERS);
        double ratio = (double) fullScan.toNanos() / fastestLookup().toNanos();
        int wanted = (int) Math.min(MOST_OLD_ORDERS, LEAST_OLD_ORDERS * ratio);
        if (wanted > LEAST_OLD_ORDERS) {
            insertOldOrders(LEAST_OLD_ORDERS + 1, wanted);
        }
    }

    private void insertOldOrders(int first, int last) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(OrdersSchema.INSERT_OLD_ORDERS)) {
            insert.setInt(1, first);
            insert.setInt(2, last);
            insert.executeUpdate();
        }
    }

    /** The shortest of some lookups, since other processes are starting at the same time. */
    private Duration fastestLookup() throws SQLException {
        long fastest = Long.MAX_VALUE;
        try (PreparedStatement find = connection.prepareStatement(OrdersSchema.FIND_ORDER)) {
            for (int i = 0; i < SAMPLE_LOOKUPS; i++) {
                long start = System.nanoTime();
                find.setString(1, OrdersSchema.reference(i));
                find.executeQuery().close();
                fastest = Math.min(fastest, System.nanoTime() - start);
            }
        }
        return Duration.ofNanos(Math.max(1, fastest));
    }

    private void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new DemoFailure("the database refused \"" + sql + "\": " + e.getMessage(), e);
        }
    }

    private static Path h2Jar() {
        try {
            return Path.of(Server.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the H2 jar has no proper path", e);
        }
    }

    /** The server takes a free port itself and says which: no other process can come in between. */
    private static int awaitPort(ManagedProcess process) {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (process.alive() && System.nanoTime() < deadline) {
            try {
                Matcher running = RUNNING.matcher(Files.readString(process.log()));
                if (running.find()) {
                    return Integer.parseInt(running.group(1));
                }
                Thread.sleep(100);
            } catch (IOException e) {
                throw new DemoFailure("cannot read " + process.log(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DemoFailure("interrupted", e);
            }
        }
        throw new DemoFailure("the database did not start, see " + process.log());
    }
}
