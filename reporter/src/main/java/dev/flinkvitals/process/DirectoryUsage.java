/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.process;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How much some directories hold, and how much their file systems still take. Walks the disk: never on a thread of Flink's. */
final class DirectoryUsage {
    private final int mostFiles;

    /**
     * A meter.
     *
     * @param mostFiles files after which a walk is given up
     */
    DirectoryUsage(int mostFiles) {
        this.mostFiles = mostFiles;
    }

    /**
     * Bytes in all files below the directories; hard links, which RocksDB's snapshots are made of, count once.
     *
     * @return empty if none of the directories exists or there are too many files to look at
     */
    OptionalLong usedBytes(List<Path> directories) {
        List<Path> existing = directories.stream().filter(Files::isDirectory).toList();
        if (existing.isEmpty()) {
            return OptionalLong.empty();
        }
        Sum sum = new Sum();
        existing.forEach(directory -> walk(directory, sum));
        return sum.files > mostFiles ? OptionalLong.empty() : OptionalLong.of(sum.bytes);
    }

    private static void walk(Path directory, Sum sum) {
        try {
            Files.walkFileTree(directory, sum);
        } catch (IOException | RuntimeException e) {
            // The job may be removing it right now: what was seen counts.
        }
    }

    /** Bytes that can still be written, summed over the different file systems of the directories that exist. */
    OptionalLong usableBytes(List<Path> directories) {
        Map<FileStore, Long> usable = new HashMap<>();
        for (Path directory : directories) {
            try {
                FileStore store = Files.getFileStore(directory);
                usable.put(store, store.getUsableSpace());
            } catch (IOException | RuntimeException e) {
                // It does not exist (yet), or may not be looked at: it adds nothing.
            }
        }
        return usable.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(
                        usable.values().stream().mapToLong(Long::longValue).sum());
    }

    private final class Sum extends SimpleFileVisitor<Path> {
        private final Set<Object> seen = new HashSet<>();
        private long bytes;
        private int files;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files++;
            Object key = attributes.fileKey();
            if (key == null || seen.add(key)) {
                bytes += attributes.size();
            }
            return files > mostFiles ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            // RocksDB deletes files at any time.
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }
}
