/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.entry;

import dev.flinkvitals.hook.HookBridge;
import dev.flinkvitals.hook.HookStates;
import dev.flinkvitals.hook.WeavingTransformer;
import java.lang.instrument.Instrumentation;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Second step of the start, on Java 17 or newer: installs the transformer. Everything else waits for the first hook. */
public final class AgentStart {
    private AgentStart() {}

    /**
     * Installs the hooks.
     *
     * @param instrumentation given by the JVM
     */
    public static void install(Instrumentation instrumentation) {
        HookStates states = new HookStates();
        HookBridge.listenWith(new AgentRuntime(states));
        instrumentation.addTransformer(new WeavingTransformer(states, new VersionGate()::allows));
    }

    /** Asks for Flink's version once, at the first hit, and says so once if it is not known. */
    private static final class VersionGate {
        private final AtomicReference<@Nullable Boolean> answer = new AtomicReference<>();

        boolean allows(@Nullable ClassLoader loader) {
            Boolean known = answer.get();
            if (known != null) {
                return known;
            }
            Optional<String> version = FlinkVersion.read(loader);
            boolean allowed = version.isPresent() && FlinkVersion.isSupported(version.get());
            if (answer.compareAndSet(null, allowed) && !allowed) {
                // Standard error: Flink's logging may not be up, and standard output is parsed by its scripts.
                System.err.println("Flink Vitals: supports Flink 1.20 to 2.3 and found " + version.orElse("no version")
                        + "; the agent is off, Flink runs without it");
            }
            return allowed;
        }
    }
}
