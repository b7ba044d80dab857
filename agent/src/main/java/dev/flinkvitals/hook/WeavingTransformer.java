/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.hook;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the name of each class that loads and does nothing for all but the few that have hooks. Byte Buddy is loaded on
 * the first hit. Never throws and never logs: the JVM may be anywhere when it loads a class.
 */
public final class WeavingTransformer implements ClassFileTransformer {
    private final Map<String, List<Hook>> byInternalName = new HashMap<>();
    private final HookStates states;
    private final Predicate<@Nullable ClassLoader> supported;

    /**
     * A transformer for all hooks.
     *
     * @param states where it notes what became of them
     * @param supported whether the Flink behind a class loader is one that we know; asked at each hit
     */
    public WeavingTransformer(HookStates states, Predicate<@Nullable ClassLoader> supported) {
        this.states = states;
        this.supported = supported;
        for (Hook hook : HookCatalogue.ALL) {
            for (Hook.Target target : hook.targets()) {
                byInternalName
                        .computeIfAbsent(target.className().replace('.', '/'), name -> new ArrayList<>())
                        .add(hook);
            }
        }
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String internalName,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        if (internalName == null || redefined != null) {
            return null;
        }
        List<Hook> hooks = byInternalName.get(internalName);
        if (hooks == null) {
            return null;
        }
        try {
            if (!supported.test(loader)) {
                return null;
            }
            return Weaver.weave(loader, internalName.replace('/', '.'), classFile, hooks, states);
        } catch (Throwable t) {
            for (Hook hook : hooks) {
                states.note(hook, HookStates.State.FAILED, t.toString());
            }
            return null;
        }
    }
}
