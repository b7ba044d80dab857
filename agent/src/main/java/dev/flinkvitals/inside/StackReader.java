/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.inside;

import dev.flinkvitals.signals.ThreadEvidence;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads one stack: the user's innermost method, what it is in, and whether the thread waits.
 *
 * <p>Which code is the user's cannot be told from class loaders: drivers and clients come in the job's jar as well, and a job may
 * lie in {@code flink/lib}. Flink calls the user, directly or through a library: whatever is called so and is neither Flink, the
 * JDK nor a well-known library is the user's, and so is everything in the same packages, by their first two names. What the user
 * calls and has other names is a library too, known or not.
 */
final class StackReader {
    private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

    /** Neither the JDK nor the user: Flink, storage, clients, drivers, codecs, agents, languages. */
    private static final List<String> LIBRARIES = List.of(
            "dev.flinkvitals.hook.",
            "org.apache.",
            "org.rocksdb.",
            "org.forstdb.",
            "io.netty.",
            "io.grpc.",
            "io.opentelemetry.",
            "io.lettuce.",
            "redis.",
            "com.fasterxml.",
            "com.google.",
            "com.esotericsoftware.",
            "com.github.luben.",
            "com.zaxxer.",
            "com.mysql.",
            "com.mongodb.",
            "com.datastax.",
            "com.amazonaws.",
            "com.azure.",
            "software.amazon.",
            "org.postgresql.",
            "org.mariadb.",
            "org.h2.",
            "org.elasticsearch.",
            "org.opensearch.",
            "org.slf4j.",
            "org.xerial.",
            "okhttp3.",
            "okio.",
            "oracle.",
            "reactor.",
            "net.jpountz.",
            "scala.",
            "kotlin.",
            "groovy.");

    /** How the JDK waits: no news about where it waits, so the caller is shown. */
    private static final List<String> PLUMBING = List.of(
            "jdk.internal.",
            "sun.",
            "java.util.concurrent.locks.",
            "java.util.concurrent.ForkJoinPool.",
            "java.util.concurrent.CompletableFuture$Signaller.");

    /** Where the JDK does input and output in native code: the thread counts as runnable there. */
    private static final List<String> NATIVE_IO = List.of("sun.nio.", "java.net.", "java.io.");

    private static final Set<String> WAITS = Set.of(
            "jdk.internal.misc.Unsafe.park",
            "java.lang.Object.wait",
            "java.lang.Object.wait0",
            "java.lang.Thread.sleep",
            "java.lang.Thread.sleep0",
            "java.lang.Thread.sleepNanos0");

    /** A name from a class file may be of any length. */
    private static final int LONGEST_NAME = 200;

    private StackReader() {}

    /**
     * Reads a stack.
     *
     * @param stack frames, the innermost first; at least one
     * @param blocked whether the thread waits for a monitor, which no frame shows
     * @return what the thread does, once
     */
    static ThreadEvidence.Activity read(StackTraceElement[] stack, boolean blocked) {
        return new ThreadEvidence.Activity(
                1, clip(userMethod(stack)), clip(innermost(stack)), blocked || isWaiting(stack[0]));
    }

    private static String userMethod(StackTraceElement[] stack) {
        Set<String> roots = new HashSet<>();
        boolean calledByOthers = true;
        for (int i = stack.length - 1; i >= 0; i--) {
            String type = stack[i].getClassName();
            if (startsWith(type, JDK)) {
                continue;
            }
            if (calledByOthers && isUsers(type)) {
                roots.add(root(type));
            }
            calledByOthers = !isUsers(type);
        }
        for (StackTraceElement frame : stack) {
            String type = frame.getClassName();
            if (isUsers(type) && roots.contains(root(type))) {
                return type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethodName();
            }
        }
        return "";
    }

    private static boolean isUsers(String type) {
        return !startsWith(type, JDK) && !startsWith(type, LIBRARIES);
    }

    /** The first two names of a class's package; all of a shorter one. */
    private static String root(String type) {
        int last = type.lastIndexOf('.');
        int first = type.indexOf('.');
        int second = first < 0 ? -1 : type.indexOf('.', first + 1);
        return type.substring(0, Math.max(0, second < 0 ? last : second));
    }

    private static String innermost(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            String name = name(frame);
            if (!startsWith(name, PLUMBING)) {
                return name;
            }
        }
        return name(stack[0]);
    }

    private static boolean isWaiting(StackTraceElement top) {
        return WAITS.contains(name(top)) || (top.isNativeMethod() && startsWith(top.getClassName(), NATIVE_IO));
    }

    private static String name(StackTraceElement frame) {
        return frame.getClassName() + "." + frame.getMethodName();
    }

    private static boolean startsWith(String name, List<String> prefixes) {
        return prefixes.stream().anyMatch(name::startsWith);
    }

    private static String clip(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }
}
