/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A control group of this machine with a memory limit, as a container has one: the kernel kills a process in it that needs
 * more. Version 1 or 2, whichever can be written; that takes root. Thread safe.
 */
public final class MemoryGroup implements AutoCloseable {
    private static final Path MOUNT = Path.of("/sys/fs/cgroup");
    private static final String PREFIX = "vitals-lab-";
    private static final int REMOVE_TRIES = 50;
    private static final long REMOVE_PAUSE_MILLIS = 100;

    private final Path directory;
    private final Version version;

    private enum Version {
        ONE(MOUNT.resolve("memory"), "memory.limit_in_bytes", "memory.oom_control"),
        TWO(MOUNT, "memory.max", "memory.events");

        private final Path parent;
        private final String limit;
        private final String events;

        Version(Path parent, String limit, String events) {
            this.parent = parent;
            this.limit = limit;
            this.events = events;
        }
    }

    private MemoryGroup(Path directory, Version version) {
        this.directory = directory;
        this.version = version;
    }

    /**
     * Makes a group.
     *
     * @param name part of its name, unique in this JVM
     * @param limitBytes what its processes may use together
     * @return the group; empty if this machine lets us make none
     */
    public static Optional<MemoryGroup> create(String name, long limitBytes) {
        for (Version version : Version.values()) {
            removeLeftovers(version);
            Path directory =
                    version.parent.resolve(PREFIX + ProcessHandle.current().pid() + "-" + name);
            MemoryGroup group = new MemoryGroup(directory, version);
            try {
                // Below the mount point of version 2 there is a limit only if the root hands the controller down.
                Files.createDirectory(directory);
                Files.writeString(directory.resolve(version.limit), String.valueOf(limitBytes));
                return Optional.of(group);
            } catch (IOException e) {
                group.close();
            }
        }
        return Optional.empty();
    }

    /** Groups of launchers that were killed; those in use cannot be removed. */
    private static void removeLeftovers(Version version) {
        try (Stream<Path> groups = Files.list(version.parent)) {
            groups.filter(MemoryGroup::isLeftover).forEach(MemoryGroup::remove);
        } catch (IOException | UncheckedIOException e) {
            // No control groups of this version.
            return;
        }
    }

    private static boolean isLeftover(Path group) {
        String name = String.valueOf(group.getFileName());
        if (!name.matches(PREFIX + "\\d+-.*")) {
            return false;
        }
        String pid = name.substring(PREFIX.length(), name.indexOf('-', PREFIX.length()));
        return ProcessHandle.of(Long.parseLong(pid)).isEmpty();
    }

    /** What a command has to begin with to be started in this group. */
    public List<String> launcher() {
        return List.of(
                "/bin/sh",
                "-c",
                "echo $$ > \"$0\" && exec \"$@\"",
                directory.resolve("cgroup.procs").toString());
    }

    /** How many processes of this group the kernel killed for want of memory; empty if it does not tell. */
    public Optional<Long> kills() {
        try {
            return Files.readAllLines(directory.resolve(version.events)).stream()
                    .filter(line -> line.startsWith("oom_kill "))
                    .map(line ->
                            Long.parseLong(line.substring("oom_kill ".length()).strip()))
                    .findFirst();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean remove(Path group) {
        try {
            return Files.deleteIfExists(group);
        } catch (IOException e) {
            return false;
        }
    }

    /** Removes the group once its processes have ended. */
    @Override
    public void close() {
        for (int i = 0; i < REMOVE_TRIES && Files.exists(directory) && !remove(directory); i++) {
            try {
                Thread.sleep(REMOVE_PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
