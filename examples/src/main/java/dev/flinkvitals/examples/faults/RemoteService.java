/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An external system on a port of this machine: it answers each byte with a byte, after a while. Thread safe. */
final class RemoteService implements AutoCloseable {
    private final ServerSocket server;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private volatile Duration answerTime = Duration.ZERO;

    private RemoteService(ServerSocket server) {
        this.server = server;
    }

    /** Starts it on a free port. */
    static RemoteService start() {
        try {
            RemoteService service = new RemoteService(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            startThread("remote-service", service::acceptAll);
            return service;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open a port for the remote service", e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /**
     * Sets how long each answer takes from now on.
     *
     * @param time zero: as long as it takes
     */
    void answerTime(Duration time) {
        answerTime = time;
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                connections.add(connection);
                startThread("remote-service-answers", () -> answerAll(connection));
            } catch (IOException e) {
                // Closed: the loop ends.
            }
        }
    }

    private void answerAll(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            for (int octet = connection.getInputStream().read(); octet >= 0; ) {
                Thread.sleep(answerTime.toMillis());
                connection.getOutputStream().write(octet);
                octet = connection.getInputStream().read();
            }
        } catch (IOException e) {
            // The job ended, or this service did.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }

    private static void startThread(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close the remote service", e);
        }
    }
}
