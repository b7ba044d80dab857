/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.cli;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;

/** Calls a part of this program that needs Flink, in a class loader that has both. */
final class FlinkCall {
    private FlinkCall() {}

    /**
     * Calls a public static method.
     *
     * @param home where Flink is
     * @param type name of the class
     * @param method name of its only public static method of that name
     * @param arguments of the JDK's types only, as is the result
     * @return the result
     * @throws Failure if it throws, or Flink is another one than expected; the message is for the user
     */
    static Object call(FlinkHome home, String type, String method, Object... arguments) throws Failure {
        quietLogging();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = home.classLoader()) {
            thread.setContextClassLoader(loader);
            Method found = Arrays.stream(loader.loadClass(type).getMethods())
                    .filter(candidate -> candidate.getName().equals(method))
                    .findFirst()
                    .orElseThrow(() -> new NoSuchMethodException(type + "." + method));
            return found.invoke(null, arguments);
        } catch (InvocationTargetException e) {
            throw new Failure(home, e.getCause() == null ? e : e.getCause());
        } catch (ReflectiveOperationException | IOException | LinkageError e) {
            throw new Failure(home, e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Without a configuration log4j, which lies in Flink's lib, complains on standard output. */
    private static void quietLogging() {
        for (String level : List.of("log4j2.level", "log4j2.StatusLogger.level")) {
            if (System.getProperty(level) == null) {
                System.setProperty(level, "OFF");
            }
        }
    }

    /** What went wrong, for the user. */
    static final class Failure extends Exception {
        private static final long serialVersionUID = 1L;

        private Failure(FlinkHome home, Throwable cause) {
            super(
                    cause instanceof LinkageError
                            ? home.lib() + ": not a Flink that this program knows: " + cause
                            : messages(cause),
                    cause);
        }

        /** Flink's own often say only what it was about to do; why it failed is in the cause. */
        private static String messages(Throwable error) {
            String message = error.getMessage() == null ? error.toString() : error.getMessage();
            Throwable cause = error.getCause();
            if (cause == null || cause.getMessage() == null || message.contains(cause.getMessage())) {
                return message;
            }
            return message + " " + messages(cause);
        }
    }
}
