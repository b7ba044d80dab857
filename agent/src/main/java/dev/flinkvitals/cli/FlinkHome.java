/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.cli;

import dev.flinkvitals.config.ConfigKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An installation of Flink on this machine, whose classes some commands need. This jar mostly lies in its {@code lib} itself.
 *
 * @param lib directory with Flink's jars
 * @param home directory of the installation, if {@code lib} is in one
 */
record FlinkHome(Path lib, Optional<Path> home) {
    private static final String CONF_DIRECTORY = "FLINK_CONF_DIR";
    private static final String PLUGINS_DIRECTORY = "FLINK_PLUGINS_DIR";

    /**
     * Looks for Flink: where the user says, else beside this jar, else where {@code FLINK_HOME} says.
     *
     * @param given by the user
     * @param environment environment variables
     * @throws FlinkHomeException if it is not there
     */
    static FlinkHome find(Optional<Path> given, Map<String, String> environment) throws FlinkHomeException {
        if (given.isPresent()) {
            return in(given.get())
                    .orElseThrow(() -> new FlinkHomeException(
                            given.get() + ": no Flink: expected a directory whose lib holds flink-dist-….jar"));
        }
        Optional<Path> beside = codeOf(FlinkHome.class).map(Path::getParent).filter(FlinkHome::holdsFlink);
        if (beside.isPresent()) {
            return new FlinkHome(beside.get(), Optional.ofNullable(beside.get().getParent()));
        }
        Optional<String> variable = Optional.ofNullable(environment.get("FLINK_HOME"));
        return variable.flatMap(home -> in(Path.of(home)))
                .orElseThrow(() -> new FlinkHomeException("this command needs Flink's jars, and there are none beside"
                        + " this jar and "
                        + variable.map(home -> "none in FLINK_HOME=" + home).orElse("FLINK_HOME is not set")
                        + "; name Flink's directory with --flink DIR"));
    }

    private static Optional<FlinkHome> in(Path directory) {
        Path lib = directory.resolve("lib");
        if (holdsFlink(lib)) {
            return Optional.of(new FlinkHome(lib, Optional.of(directory)));
        }
        return holdsFlink(directory) ? Optional.of(new FlinkHome(directory, Optional.empty())) : Optional.empty();
    }

    /** The distribution has all in one jar; Maven's artifacts come in several. */
    private static boolean holdsFlink(@Nullable Path lib) {
        return lib != null
                && jars(lib).stream()
                        .map(jar -> String.valueOf(jar.getFileName()))
                        .anyMatch(name -> name.matches("flink-(dist|runtime)[-_].*\\.jar"));
    }

    /** Flink's configuration directory, if there is one. */
    Optional<Path> configuration(Map<String, String> environment) {
        return directory(environment, CONF_DIRECTORY, "conf")
                .filter(conf ->
                        Files.exists(conf.resolve("config.yaml")) || Files.exists(conf.resolve("flink-conf.yaml")));
    }

    /** Flink's plugins, if there are any. */
    Optional<Path> plugins(Map<String, String> environment) {
        return directory(environment, PLUGINS_DIRECTORY, "plugins").filter(Files::isDirectory);
    }

    private Optional<Path> directory(Map<String, String> environment, String variable, String name) {
        return Optional.ofNullable(environment.get(variable))
                .map(Path::of)
                .or(() -> home.map(directory -> directory.resolve(name)));
    }

    /**
     * A class loader with this program and Flink side by side: the one that runs this command sees no Flink, and what it loaded could
     * not see it either.
     */
    URLClassLoader classLoader() {
        Set<Path> paths = new LinkedHashSet<>();
        // Both of our modules; in the jar they are one.
        Stream.of(FlinkHome.class, ConfigKey.class)
                .flatMap(type -> codeOf(type).stream())
                .forEach(paths::add);
        paths.addAll(jars(lib));
        URL[] urls = paths.stream().map(FlinkHome::url).toArray(URL[]::new);
        return new URLClassLoader("flink", urls, ClassLoader.getPlatformClassLoader());
    }

    private static List<Path> jars(Path lib) {
        if (!Files.isDirectory(lib)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(lib)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Optional<Path> codeOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            return source == null
                    ? Optional.empty()
                    : Optional.of(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }
}
