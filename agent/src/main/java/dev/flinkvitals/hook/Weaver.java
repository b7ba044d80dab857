/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.hook;

import java.util.List;
import java.util.Optional;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * Inlines advice into one class file. The class keeps its shape: no field, method or interface is added. No class of Flink
 * is loaded for it; types are read from class files.
 */
final class Weaver {
    private Weaver() {}

    /**
     * Weaves the hooks of one class.
     *
     * @return the new class file, or null if nothing fits
     */
    static byte @Nullable [] weave(
            @Nullable ClassLoader loader, String className, byte[] classFile, List<Hook> hooks, HookStates states) {
        ClassFileLocator own = ClassFileLocator.ForClassLoader.of(Weaver.class.getClassLoader());
        ClassFileLocator locator = new ClassFileLocator.Compound(
                ClassFileLocator.Simple.of(className, classFile), ClassFileLocator.ForClassLoader.of(loader), own);
        TypePool pool = TypePool.Default.WithLazyResolution.of(locator);
        TypeDescription type = pool.describe(className).resolve();

        DynamicType.Builder<?> builder = new ByteBuddy().decorate(type, locator);
        boolean woven = false;
        for (Hook hook : hooks) {
            Optional<ElementMatcher.Junction<MethodDescription>> method = matcher(hook, className, type);
            if (method.isEmpty()) {
                states.note(hook, HookStates.State.MISSING, className + " has no such method");
                continue;
            }
            builder = builder.visit(
                    Advice.to(pool.describe(hook.advice()).resolve(), own).on(method.get()));
            woven = true;
        }
        if (!woven) {
            return null;
        }
        byte[] result = builder.make().getBytes();
        for (Hook hook : hooks) {
            if (matcher(hook, className, type).isPresent()) {
                states.note(hook, HookStates.State.APPLIED, "");
            }
        }
        return result;
    }

    private static Optional<ElementMatcher.Junction<MethodDescription>> matcher(
            Hook hook, String className, TypeDescription type) {
        for (Hook.Target target : hook.targets()) {
            if (target.className().equals(className)) {
                ElementMatcher.Junction<MethodDescription> matcher = ElementMatchers.<MethodDescription>named(
                                target.method())
                        .and(ElementMatchers.not(ElementMatchers.isAbstract()))
                        .and(ElementMatchers.not(ElementMatchers.isBridge()));
                if (target.descriptor().isPresent()) {
                    matcher = matcher.and(
                            ElementMatchers.hasDescriptor(target.descriptor().get()));
                }
                if (!type.getDeclaredMethods().filter(matcher).isEmpty()) {
                    return Optional.of(matcher);
                }
            }
        }
        return Optional.empty();
    }
}
