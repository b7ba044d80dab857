/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@SuppressWarnings("deprecation") // The old type is what the test is about.
class GatewayCallTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    /** As gateways look in Flink 1.20. */
    public interface OldGateway {
        CompletableFuture<String> ask(String question, org.apache.flink.api.common.time.Time timeout);
    }

    /** As gateways look since Flink 2.0. */
    public interface NewGateway {
        CompletableFuture<String> ask(String question, Duration timeout);
    }

    @Test
    void givesOldGatewaysFlinksTime() throws Exception {
        OldGateway gateway =
                (question, timeout) -> CompletableFuture.completedFuture(question + " " + timeout.toMilliseconds());

        assertThat(new GatewayCall(OldGateway.class)
                        .<String>call(gateway, "ask", TIMEOUT, "when")
                        .get())
                .isEqualTo("when 3000");
    }

    @Test
    void givesNewGatewaysADuration() throws Exception {
        NewGateway gateway =
                (question, timeout) -> CompletableFuture.completedFuture(question + " " + timeout.toMillis());

        assertThat(new GatewayCall(NewGateway.class)
                        .<String>call(gateway, "ask", TIMEOUT, "when")
                        .get())
                .isEqualTo("when 3000");
    }

    @Test
    void missingMethodIsAFailedFuture() {
        NewGateway gateway = (question, timeout) -> CompletableFuture.completedFuture("");

        assertThat(new GatewayCall(NewGateway.class).call(gateway, "tell", TIMEOUT, "when"))
                .failsWithin(TIMEOUT)
                .withThrowableThat()
                .withMessageContaining("NewGateway.tell with 1 arguments and a timeout");
    }
}
