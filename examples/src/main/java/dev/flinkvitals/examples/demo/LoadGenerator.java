/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.demo;

import dev.flinkvitals.examples.orders.Order;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Customers that order at a steady rate. Each order that the broker acknowledges is in the {@link TruthLedger}, and no other.
 *
 * <p>Thread safe.
 */
final class LoadGenerator implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final String topic;
    private final int customers;
    private final TruthLedger truth;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicLong nextId = new AtomicLong(1);
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final SplittableRandom random = new SplittableRandom(42);
    private final Object turn = new Object();
    private volatile int ordersPerSecond;
    private volatile int noteBytes;
    private volatile boolean running = true;
    private boolean paused;

    /**
     * Makes customers that do not order yet.
     *
     * @param bootstrapServers the broker
     * @param topic topic of the orders
     * @param customers number of customers, ids from 0
     * @param truth where acknowledged orders are noted
     */
    LoadGenerator(String bootstrapServers, String topic, int customers, TruthLedger truth) {
        this.topic = topic;
        this.customers = customers;
        this.truth = truth;
        // Idempotence is the client's default: a retry never makes a second order.
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.LINGER_MS_CONFIG,
                        5,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        8L << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /**
     * Sends some orders as fast as the broker takes them, and waits until it has acknowledged them.
     *
     * @param count how many
     * @param bytes length of each note
     */
    void orderAtOnce(int count, int bytes) {
        synchronized (turn) {
            for (int i = 0; i < count; i++) {
                order(bytes);
            }
        }
        producer.flush();
    }

    /**
     * Starts to order at a steady rate, from a daemon thread.
     *
     * @param rate orders per second of all customers
     */
    void start(int rate) {
        ordersPerSecond = rate;
        Thread thread = new Thread(this::generate, "orders-generator");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Sets another rate.
     *
     * @param rate orders per second of all customers
     */
    void rate(int rate) {
        ordersPerSecond = rate;
    }

    /**
     * Sets the length of the notes that orders carry from now on.
     *
     * @param bytes length of each note; its content is random and does not compress
     */
    void noteBytes(int bytes) {
        noteBytes = bytes;
    }

    /** The first order that could not be sent; empty while all is well. */
    Optional<Exception> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Stops ordering and waits until the broker has acknowledged everything: the truth stands still then. */
    void pause() {
        synchronized (turn) {
            paused = true;
        }
        producer.flush();
    }

    /** Orders again at the same rate. */
    void resume() {
        synchronized (turn) {
            paused = false;
        }
    }

    /** Sends one more order of each customer and waits until the broker has acknowledged all of them. */
    void orderOnceMoreFromEachCustomer() {
        for (int customer = 0; customer < customers; customer++) {
            send(customer, 1, new byte[0]);
        }
        producer.flush();
    }

    @Override
    public void close() {
        running = false;
        producer.close(CLOSE_TIMEOUT);
    }

    private void generate() {
        double due = 0;
        long last = System.nanoTime();
        while (running && failure.get() == null) {
            long now = System.nanoTime();
            synchronized (turn) {
                due = paused ? 0 : due + (now - last) * 1e-9 * ordersPerSecond;
                for (; due >= 1; due--) {
                    order(noteBytes);
                }
            }
            last = now;
            LockSupport.parkNanos(TICK.toNanos());
        }
    }

    private void order(int bytes) {
        byte[] note = new byte[bytes];
        random.nextBytes(note);
        send(random.nextInt(customers), 100 + random.nextInt(90_000), note);
    }

    private void send(int customer, long cents, byte[] note) {
        byte[] key = ByteBuffer.allocate(Integer.BYTES).putInt(customer).array();
        byte[] value = new Order(nextId.getAndIncrement(), customer, cents, note).toBytes();
        try {
            // The callback has what the future would tell.
            var unused = producer.send(new ProducerRecord<>(topic, key, value), (metadata, exception) -> {
                if (exception == null) {
                    truth.add(customer, cents);
                } else {
                    failure.compareAndSet(null, exception);
                }
            });
        } catch (RuntimeException e) {
            // Also thrown when the producer is closed under the thread, which ends the loop as wanted.
            failure.compareAndSet(null, e);
        }
    }
}
