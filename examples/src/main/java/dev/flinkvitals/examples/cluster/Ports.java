/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports on the loopback address for processes that are about to start. Thread safe. */
public final class Ports {
    /** Below the ports that systems give to outgoing connections, so that none is taken before our process binds it. */
    private static final int FIRST = 20_000;

    private static final int LAST = 30_000;
    private static final int TRIES = 1000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /**
     * A port that nobody listens on and that was not given out before.
     *
     * @return the port
     * @throws IllegalStateException if none was found
     */
    public static int free() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (isFree(port) && GIVEN.add(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No free port between " + FIRST + " and " + LAST + " on this machine");
    }

    /**
     * Checks a port that the user asked for.
     *
     * @param port the port
     * @param what what it is for, for the error
     * @return the port
     * @throws IllegalStateException if somebody listens on it
     */
    public static int require(int port, String what) {
        if (!isFree(port)) {
            throw new IllegalStateException("Port " + port + " (" + what
                    + ") is taken by another process: stop that one, or choose another port");
        }
        return port;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
