/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads Flink's {@code config.yaml} without Flink. Nested keys become flat ones, as Flink does it ({@code YamlParserUtils},
 * with the same YAML 1.2 core schema: {@code off} is a text, not a boolean).
 */
final class ConfigFile {
    /** An anchor may refer to the value that holds it, which never ends. */
    private static final int MAX_DEPTH = 32;

    private ConfigFile() {}

    /**
     * Reads a file.
     *
     * @param file the file
     * @return flat keys and their values as text
     * @throws ConfigFileException if there is no such file, or it is not YAML with keys on top
     */
    static Map<String, String> read(Path file) throws ConfigFileException {
        try (InputStream in = Files.newInputStream(file)) {
            LoadSettings settings =
                    LoadSettings.builder().setSchema(new CoreSchema()).build();
            return flatten(new Load(settings).loadFromInputStream(in));
        } catch (NoSuchFileException e) {
            throw new ConfigFileException("no such file");
        } catch (IOException e) {
            throw new ConfigFileException("cannot be read: " + e.getMessage());
        } catch (MarkedYamlEngineException e) {
            // The exception's own message quotes the lines around the mistake, and a line may hold a secret.
            String where = e.getProblemMark()
                    .map(mark -> " in line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1))
                    .orElse("");
            throw new ConfigFileException("not valid YAML" + where + ": " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new ConfigFileException("not valid YAML");
        }
    }

    private static Map<String, String> flatten(@Nullable Object root) throws ConfigFileException {
        Map<String, String> flat = new TreeMap<>();
        if (root instanceof Map<?, ?> map) {
            flatten("", map, 1, flat);
        } else if (root != null) {
            throw new ConfigFileException("expected keys with values, found something else");
        }
        return flat;
    }

    private static void flatten(String prefix, Map<?, ?> map, int depth, Map<String, String> flat)
            throws ConfigFileException {
        if (depth > MAX_DEPTH) {
            throw new ConfigFileException("nested more than " + MAX_DEPTH + " levels deep");
        }
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String key = prefix + entry.getKey();
            Object value = entry.getValue();
            if (value instanceof Map<?, ?> nested) {
                flatten(key + ".", nested, depth + 1, flat);
            } else if (flat.put(key, value == null ? "" : value.toString()) != null) {
                throw new ConfigFileException("sets " + key + " twice");
            }
        }
    }
}
