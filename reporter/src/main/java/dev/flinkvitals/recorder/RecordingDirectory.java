/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The directory that recordings are written to: each appears whole or not at all, and the oldest are deleted when there are
 * too many. Only files with names as it gives them are ever touched. Used by one thread.
 */
public final class RecordingDirectory {
    /** How the names of recordings end. */
    public static final String SUFFIX = ".fvrec";

    private static final String UNFINISHED = ".part";
    private static final Pattern OURS = Pattern.compile("vitals-\\d{8}T\\d{9}Z-.*" + Pattern.quote(SUFFIX));
    private static final Pattern UNFINISHED_OURS = Pattern.compile(OURS.pattern() + Pattern.quote(UNFINISHED));
    private static final int NAME_CHARS = 40;
    private static final int ID_CHARS = 8;
    /** Sorts by name as by time. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path directory;
    private final int maxFiles;
    private final long maxBytes;

    /**
     * A directory; it is made when it is needed first.
     *
     * @param directory where
     * @param maxFiles most recordings to keep
     * @param maxBytes largest size of one: older segments are left out of it
     */
    public RecordingDirectory(Path directory, int maxFiles, long maxBytes) {
        this.directory = directory;
        this.maxFiles = maxFiles;
        this.maxBytes = maxBytes;
    }

    /** Where recordings go. */
    public Path path() {
        return directory;
    }

    /**
     * Writes a recording.
     *
     * @param recording what to write
     * @return the file
     * @throws IOException if it could not be written; nothing is left behind then
     */
    public Path write(Recording recording) throws IOException {
        Files.createDirectories(directory);
        Path target = directory.resolve(fileName(recording.header()));
        Path unfinished = directory.resolve(target.getFileName() + UNFINISHED);
        try {
            // A new file only: in a directory that others may write to, a link of that name leads elsewhere.
            try (OutputStream out = new BufferedOutputStream(
                    Files.newOutputStream(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
                recording.newest(maxBytes).writeTo(out);
            }
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        deleteOldest();
        return target;
    }

    /** The name of a recording's file. */
    public static String fileName(RecordingHeader header) {
        return "vitals-" + TIME.format(header.writtenAt()) + '-' + plain(header.jobName()) + '-'
                + header.job().hex().substring(0, ID_CHARS) + '-' + plain(header.reason()) + SUFFIX;
    }

    /** A job's name is the user's: only what is safe in any file system and header stays. */
    private static String plain(String text) {
        String safe = text.replaceAll("[^A-Za-z0-9_]+", "-");
        return safe.length() > NAME_CHARS ? safe.substring(0, NAME_CHARS) : safe;
    }

    private void deleteOldest() throws IOException {
        List<Path> recordings = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (OURS.matcher(name).matches()) {
                    recordings.add(file);
                } else if (UNFINISHED_OURS.matcher(name).matches()) {
                    // Of a process that ended while it wrote.
                    Files.deleteIfExists(file);
                }
            }
        }
        recordings.sort(Comparator.comparing(file -> file.getFileName().toString()));
        for (Path oldest : recordings.subList(0, Math.max(0, recordings.size() - maxFiles))) {
            Files.deleteIfExists(oldest);
        }
    }
}
