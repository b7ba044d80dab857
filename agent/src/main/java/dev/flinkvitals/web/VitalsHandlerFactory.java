/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import dev.flinkvitals.export.VitalsVersion;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.io.network.netty.InboundChannelHandlerFactory;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandler;

/**
 * Puts {@code /vitals} on the JobManager's own web port: Flink finds this class through {@code ServiceLoader}.
 *
 * <p>Flink also loads it in the history server and the SQL gateway; there the page was never switched on, and the handler
 * passes everything on. Nothing is thrown from here, because what a factory throws stops Flink's start.
 *
 * <p>Thread safe.
 */
public final class VitalsHandlerFactory implements InboundChannelHandlerFactory {
    @Override
    public int priority() {
        // The last of all factories: a user's own authentication handler has to see a request before the page does.
        return Integer.MIN_VALUE;
    }

    /**
     * Makes the handler of one connection.
     *
     * @param configuration not used: whether the page is on is not known yet when Flink asks
     * @param responseHeaders not used: they hold Flink's cross-origin permission, which the page does not need
     * @return a handler; empty if it could not be made
     */
    @Override
    public Optional<ChannelHandler> createHandler(Configuration configuration, Map<String, String> responseHeaders) {
        try {
            return Optional.of(new VitalsHandler(Shared.ANSWERS));
        } catch (Throwable failure) {
            return Optional.empty();
        }
    }

    /** Made on first use, so that nothing of it can fail while Flink constructs the factory. */
    private static final class Shared {
        static final Answers ANSWERS = new Answers(new JobsJson(VitalsVersion.current()));

        private Shared() {}
    }
}
