/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What Linux knows of this process's memory: its resident set and the limit of its control group. Everything is empty on
 * other systems. Thread safe.
 */
final class LinuxMemory {
    /** Control groups of version 1 write a number close to 2^63 for "no limit". */
    private static final long NO_LIMIT = 1L << 60;

    private static final String VERSION_2 = "0::";

    private final Path proc;
    private final Path cgroup;

    /**
     * A view of the system.
     *
     * @param proc directory of this process, {@code /proc/self}
     * @param cgroup mount point of the control groups, {@code /sys/fs/cgroup}
     */
    LinuxMemory(Path proc, Path cgroup) {
        this.proc = proc;
        this.cgroup = cgroup;
    }

    /** Resident set size, bytes. */
    OptionalLong rssBytes() {
        return lines(proc.resolve("status"))
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("\\D", ""))
                .flatMap(digits -> parse(digits).stream())
                .mapToLong(kibibytes -> kibibytes * 1024)
                .findFirst();
    }

    /** Smallest limit of the process's control group and its parents, bytes. */
    OptionalLong limitBytes() {
        List<String> groups = lines(proc.resolve("cgroup")).toList();
        Stream<Path> version2 = groups.stream()
                .filter(group -> group.startsWith(VERSION_2))
                .flatMap(group -> files(cgroup, group.substring(VERSION_2.length()), "memory.max"));
        Stream<Path> version1 = groups.stream()
                .map(group -> group.split(":", 3))
                .filter(parts ->
                        parts.length == 3 && List.of(parts[1].split(",")).contains("memory"))
                .flatMap(parts -> files(cgroup.resolve("memory"), parts[2], "memory.limit_in_bytes"));
        return Stream.concat(version2, version1)
                .map(LinuxMemory::lines)
                .flatMapToLong(lines -> lines.limit(1).flatMapToLong(LinuxMemory::limit))
                .min();
    }

    /**
     * The files of a group and its parents. Inside a container the path that the kernel shows may not exist below the mount
     * point; the mount point itself is then the container's own group.
     */
    private static Stream<Path> files(Path mount, String group, String file) {
        List<Path> files = new ArrayList<>();
        Path path = mount.resolve(group.startsWith("/") ? group.substring(1) : group)
                .normalize();
        while (path != null && path.startsWith(mount) && !path.equals(mount)) {
            files.add(path.resolve(file));
            path = path.getParent();
        }
        files.add(mount.resolve(file));
        return files.stream();
    }

    private static LongStream limit(String text) {
        return parse(text.strip()).stream().mapToLong(Long::longValue).filter(limit -> limit > 0 && limit < NO_LIMIT);
    }

    private static Optional<Long> parse(String digits) {
        try {
            return Optional.of(Long.parseLong(digits));
        } catch (NumberFormatException e) {
            // "max", or a number beyond 2^63: no limit.
            return Optional.empty();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException | RuntimeException e) {
            return Stream.empty();
        }
    }
}
