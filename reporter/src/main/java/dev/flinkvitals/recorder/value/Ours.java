/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder.value;

import java.util.regex.Pattern;

/** The classes that a file may name: those of the pure core and of the recorder itself, never any other class. */
final class Ours {
    static final String PREFIX = "dev.flinkvitals.";

    /** Packages in lower case, then the class and those within it. */
    private static final Pattern ALLOWED =
            Pattern.compile("(signals|health|config|recorder)(\\.[a-z]+)*\\.[A-Z]\\w*(\\$[A-Z]\\w*)*");

    private Ours() {}

    /**
     * Finds a class, without initializing it.
     *
     * @param name its name without {@link #PREFIX}
     * @throws ValueFormatException if it is not allowed, or this version does not have it
     */
    static Class<?> find(String name) {
        if (!ALLOWED.matcher(name).matches()) {
            throw new ValueFormatException("a class that does not belong here");
        }
        try {
            return Class.forName(PREFIX + name, false, Ours.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new ValueFormatException("this version has no class " + name);
        }
    }
}
