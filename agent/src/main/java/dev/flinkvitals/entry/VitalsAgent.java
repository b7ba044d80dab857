/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.entry;

import java.lang.instrument.Instrumentation;

/** Entry of the {@code -javaagent} flag. */
public final class VitalsAgent {
    private VitalsAgent() {}

    /** Called by the JVM before main. */
    public static void premain(String arguments, Instrumentation instrumentation) {}
}
