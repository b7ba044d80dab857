/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.entry;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/**
 * Entry of the {@code -javaagent} flag. Compiled for Java 8, so that an old Java can load it and be told what is missing.
 * It does as little as possible: it decides whether this process is one of Flink's and hands over. Whatever goes wrong,
 * the process starts as without the agent. Nothing is written to standard output, which Flink's scripts parse.
 */
public final class VitalsAgent {
    private static final int OLDEST_JAVA = 17;

    /** Processes that the flag also reaches when it is set for all of Flink, and that have nothing to watch. */
    private static final String[] NOT_OURS = {
        "org.apache.flink.runtime.util.bash.BashJavaUtils",
        "org.apache.flink.client.cli.CliFrontend",
        "org.apache.flink.client.python.PythonGatewayServer",
        "org.apache.flink.runtime.webmonitor.history.HistoryServer",
        "org.apache.flink.table.gateway.SqlGateway",
        "org.apache.flink.table.client.SqlClient",
        "org.apache.flink.yarn.cli.",
        "org.apache.flink.kubernetes.cli.",
        "sun.tools.",
        "jdk.jcmd",
        "com.sun.tools."
    };

    private static boolean installed;

    private VitalsAgent() {}

    /**
     * Called by the JVM before main.
     *
     * @param arguments what follows {@code =} in the flag; not used, settings live in Flink's configuration
     * @param instrumentation given by the JVM
     */
    public static synchronized void premain(String arguments, Instrumentation instrumentation) {
        try {
            if (installed || isSwitchedOff() || !isOurs(System.getProperty("sun.java.command", ""))) {
                return;
            }
            installed = true;
            int java = javaVersion(System.getProperty("java.specification.version", ""));
            if (java < OLDEST_JAVA) {
                say("needs Java 17 or newer and found " + System.getProperty("java.version")
                        + "; the agent is off, Flink starts without it");
                return;
            }
            Class.forName("dev.flinkvitals.entry.AgentStart")
                    .getMethod("install", Instrumentation.class)
                    .invoke(null, instrumentation);
        } catch (Throwable t) {
            Throwable why = t instanceof InvocationTargetException && t.getCause() != null ? t.getCause() : t;
            say("could not start; the agent is off, Flink starts without it: " + why);
        }
    }

    static boolean isOurs(String command) {
        for (String prefix : NOT_OURS) {
            if (command.startsWith(prefix)) {
                return false;
            }
        }
        return true;
    }

    static int javaVersion(String specification) {
        String major = specification.startsWith("1.") ? specification.substring(2) : specification;
        try {
            return Integer.parseInt(major);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static boolean isSwitchedOff() {
        return "false".equalsIgnoreCase(System.getProperty("vitals.enabled"));
    }

    private static void say(String what) {
        System.err.println("Flink Vitals: " + what);
    }
}
