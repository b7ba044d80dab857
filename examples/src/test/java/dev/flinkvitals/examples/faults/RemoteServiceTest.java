/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RemoteServiceTest {
    @Test
    void answersEachByteAfterAWhile() throws IOException {
        try (RemoteService service = RemoteService.start();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
            assertThat(ask(socket, 7)).isEqualTo(7);

            service.answerTime(Duration.ofMillis(50));
            long start = System.nanoTime();
            assertThat(ask(socket, 8)).isEqualTo(8);
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(50_000_000L);
        }
    }

    private static int ask(Socket socket, int octet) throws IOException {
        socket.getOutputStream().write(octet);
        return socket.getInputStream().read();
    }
}
