/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of this jar, as the build wrote it. Thread safe. */
public final class VitalsVersion {
    private static final String RESOURCE = "/dev/flinkvitals/version.properties";
    private static final String UNKNOWN = "unknown";
    private static final String CURRENT = read();

    private VitalsVersion() {}

    /** The version such as {@code 0.1.0}; {@code unknown} if the jar was repackaged without its resources. */
    public static String current() {
        return CURRENT;
    }

    private static String read() {
        try (InputStream in = VitalsVersion.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                return UNKNOWN;
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", UNKNOWN);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
