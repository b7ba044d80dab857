/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults.plant;

import java.io.IOException;
import java.io.Reader;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Numbers in a file by which somebody outside changes what code inside Flink does, while it runs. The file is looked at
 * again when the last look is old; while it cannot be read, the last numbers hold. Thread safe.
 */
public final class Switches implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final String file;
    private transient volatile @Nullable Properties values;
    private transient volatile long nextLook;

    /**
     * Reads from a file.
     *
     * @param file its path; it need not exist yet
     */
    public Switches(String file) {
        this.file = file;
    }

    /**
     * Writes all switches, so that a reader sees either the old ones or the new ones.
     *
     * @param file the file
     * @param values value of each switch
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, Map<String, ? extends Number> values) throws IOException {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(values)
                .forEach((name, value) ->
                        text.append(name).append('=').append(value).append('\n'));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * The value of a switch.
     *
     * @param name its name
     * @param otherwise value of a switch that is not set, or not a number
     */
    public double get(String name, double otherwise) {
        String text = look().getProperty(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private Properties look() {
        Properties known = values;
        long now = System.nanoTime();
        if (known != null && now - nextLook < 0) {
            return known;
        }
        Properties fresh = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(file))) {
            fresh.load(reader);
        } catch (IOException e) {
            fresh = known == null ? fresh : known;
        }
        values = fresh;
        nextLook = now + LOOK_NANOS;
        return fresh;
    }
}
