/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.ledger.files;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The few things that the ledger asks of a storage: no appending, no renaming. Names are relative to the ledger's directory,
 * with slashes between. Any call may take as long as the storage likes.
 */
public interface LedgerFiles {
    /** Where the files are, without credentials. */
    String location();

    /**
     * Writes a file that is not there yet, and returns when it will survive the end of this process, and where the storage
     * can promise it, of the machine.
     *
     * @throws java.nio.file.FileAlreadyExistsException if it is there, as far as the storage can tell: not all storages tell
     *     two writers at the same moment apart
     * @throws IOException if it could not be written; a part of it may be there
     */
    void create(String name, byte[] content) throws IOException;

    /**
     * Reads a file.
     *
     * @param most bytes after which reading ends
     * @return its content; empty if it is not there
     */
    Optional<byte[]> read(String name, int most) throws IOException;

    /** Names of the files and directories in a directory, sorted; none if it is not there. */
    List<String> list(String directory) throws IOException;

    /** Whether a file is there; throws if that cannot be told. */
    boolean exists(String name) throws IOException;
}
