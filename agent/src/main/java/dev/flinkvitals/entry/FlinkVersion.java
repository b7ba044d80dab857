/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.entry;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The version of the Flink that runs here, read from the resource that flink-runtime carries, so that no class of Flink is
 * loaded for it.
 */
final class FlinkVersion {
    private static final String RESOURCE = ".flink-runtime.version.properties";
    private static final Pattern MINOR = Pattern.compile("(\\d+)\\.(\\d+)(\\D.*)?");

    private FlinkVersion() {}

    /**
     * Reads the version.
     *
     * @param loader class loader of Flink's classes
     * @return the version as Flink writes it, or empty if there is none to read
     */
    static Optional<String> read(@Nullable ClassLoader loader) {
        try (InputStream in = loader == null
                ? ClassLoader.getSystemResourceAsStream(RESOURCE)
                : loader.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                return Optional.empty();
            }
            Properties properties = new Properties();
            properties.load(in);
            return Optional.ofNullable(properties.getProperty("project.version"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether the hooks were checked against this version: 1.20 and 2.0 to 2.3. */
    static boolean isSupported(String version) {
        Matcher matcher = MINOR.matcher(version);
        if (!matcher.matches()) {
            return false;
        }
        int major = Integer.parseInt(matcher.group(1));
        int minor = Integer.parseInt(matcher.group(2));
        return (major == 1 && minor == 20) || (major == 2 && minor <= 3);
    }
}
