/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.ledger.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files of this machine or of a mounted volume. Not through Flink's file system: that one tells a directory that cannot be read
 * from one that is not there no better than {@link java.io.File} does, and lets two writers create the same file.
 */
public final class LocalFiles implements LedgerFiles {
    private final Path root;

    /**
     * Files in a directory, which need not be there yet.
     *
     * @param root the directory
     */
    public LocalFiles(Path root) {
        this.root = root;
    }

    @Override
    public String location() {
        return root.toString();
    }

    @Override
    public void create(String name, byte[] content) throws IOException {
        Path file = root.resolve(name);
        Path directory = file.getParent();
        if (directory == null) {
            throw new NoSuchFileException(name);
        }
        Files.createDirectories(directory);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        force(directory);
    }

    /** The file's name lies in its directory. Not every file system can force one; those that can, do. */
    @SuppressWarnings("EmptyCatch")
    private static void force(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // The file itself is written; only the loss of the whole machine in this second could undo it.
        }
    }

    @Override
    public Optional<byte[]> read(String name, int most) throws IOException {
        try (InputStream in = Files.newInputStream(root.resolve(name))) {
            return Optional.of(in.readNBytes(most));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<String> list(String directory) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(directory))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public boolean exists(String name) throws IOException {
        try {
            Files.readAttributes(root.resolve(name), BasicFileAttributes.class);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
