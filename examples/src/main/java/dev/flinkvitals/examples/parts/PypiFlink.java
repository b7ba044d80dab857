/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Assembles a binary distribution from the two packages that Apache Flink publishes for Python: {@code apache-flink} holds the scripts and the
 * configuration, {@code apache-flink-libraries} the jars.
 */
final class PypiFlink {
    private static final Duration DOWNLOAD_TIMEOUT = Duration.ofMinutes(9);
    private static final Duration UNPACK_TIMEOUT = Duration.ofMinutes(2);

    private final Workspace workspace;
    private final Progress progress;

    PypiFlink(Workspace workspace, Progress progress) {
        this.workspace = workspace;
        this.progress = progress;
    }

    /** Downloads and unpacks into the folder, which appears only when it is complete. */
    void assemble(String version, Path home) {
        requirePip();
        Path work = workspace
                .partsDirectory()
                .resolve("assemble-" + version + "-" + ProcessHandle.current().pid());
        try {
            Files.createDirectories(work.resolve("home"));
            progress.say("downloading Flink " + version + " from PyPI (two packages, about 310 MB)");
            Path scripts = download(work, "scripts", wheel(version));
            Path jars = download(work, "jars", List.of("--no-binary", ":all:", "apache-flink-libraries==" + version));
            progress.say("unpacking Flink " + version);
            unpack(work, scripts, jars);
            Files.move(work.resolve("home"), home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot assemble Flink " + version, e);
        } finally {
            deleteTree(work);
        }
    }

    /** The scripts are the same in each wheel: any platform's will do, whatever machine this is. */
    private static List<String> wheel(String version) {
        List<String> arguments = new ArrayList<>(List.of("--only-binary", ":all:", "--python-version", "3.11"));
        for (String platform : List.of("manylinux2014_x86_64", "manylinux1_x86_64", "manylinux_2_5_x86_64")) {
            arguments.add("--platform");
            arguments.add(platform);
        }
        arguments.add("apache-flink==" + version);
        return arguments;
    }

    private void requirePip() {
        Command pip = new Command(
                List.of("python3", "-m", "pip", "--version"),
                workspace.root(),
                Map.of(),
                workspace.partsDirectory().resolve("pip-version.log"));
        try {
            pip.runOrFail(Duration.ofSeconds(60));
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "No Flink distribution: set FLINK_HOME to an unpacked one, or install python3 with pip,"
                            + " and one is assembled from PyPI (" + e.getMessage() + ")",
                    e);
        }
    }

    private Path download(Path work, String name, List<String> arguments) throws IOException {
        Path target = work.resolve(name);
        List<String> command =
                new ArrayList<>(List.of("python3", "-m", "pip", "download", "--no-deps", "-d", target.toString()));
        command.addAll(arguments);
        new Command(command, work, Map.of(), workspace.partsDirectory().resolve("pip-" + name + ".log"))
                .runOrFail(DOWNLOAD_TIMEOUT);
        try (Stream<Path> files = Files.list(target)) {
            return files.findFirst().orElseThrow(() -> new IllegalStateException("pip left nothing in " + target));
        }
    }

    private void unpack(Path work, Path scripts, Path jars) throws IOException {
        Path home = work.resolve("home");
        Path log = workspace.partsDirectory().resolve("unpack.log");
        Path jarTool = Path.of(System.getProperty("java.home"), "bin", "jar");
        new Command(
                        List.of(jarTool.toString(), "xf", scripts.toString(), "pyflink/bin", "pyflink/conf"),
                        work,
                        Map.of(),
                        log)
                .runOrFail(UNPACK_TIMEOUT);
        new Command(
                        List.of(
                                "tar",
                                "xzf",
                                jars.toString(),
                                "--strip-components=2",
                                "-C",
                                home.toString(),
                                root(jars) + "/deps"),
                        work,
                        Map.of(),
                        log)
                .runOrFail(UNPACK_TIMEOUT);
        Files.move(work.resolve("pyflink/conf"), home.resolve("conf"));
        try (Stream<Path> files = Files.list(work.resolve("pyflink/bin"))) {
            for (Path file : files.toList()) {
                Files.move(file, home.resolve("bin").resolve(file.getFileName()));
            }
        }
        makeExecutable(home.resolve("bin"));
    }

    /** The folder that everything in the archive is in. */
    private static String root(Path archive) {
        return String.valueOf(archive.getFileName()).replaceAll("\\.tar\\.gz$", "");
    }

    private static void makeExecutable(Path bin) throws IOException {
        try (Stream<Path> files = Files.list(bin)) {
            for (Path file : files.toList()) {
                if (!file.toFile().setExecutable(true)) {
                    throw new IOException("Cannot make " + file + " executable");
                }
            }
        }
    }

    private static void deleteTree(Path folder) {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + folder, e);
        }
    }
}
