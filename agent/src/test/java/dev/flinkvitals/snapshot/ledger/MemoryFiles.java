/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.ledger;

import dev.flinkvitals.snapshot.ledger.files.FetchedFiles;
import dev.flinkvitals.snapshot.ledger.files.LedgerFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** A storage in memory that can be told to misbehave. Thread safe. */
class MemoryFiles implements LedgerFiles {
    final Map<String, byte[]> content = new ConcurrentSkipListMap<>();
    /** Like S3: of two writers at the same moment both succeed, and the last one stays. */
    private final boolean exclusive;

    volatile boolean broken;

    MemoryFiles(boolean exclusive) {
        this.exclusive = exclusive;
    }

    /** Called before each access. */
    void access(String name) throws IOException {
        if (broken) {
            throw new IOException("planted: no access to " + name);
        }
    }

    @Override
    public String location() {
        return "memory";
    }

    @Override
    public void create(String name, byte[] bytes) throws IOException {
        access(name);
        if (exclusive) {
            if (content.putIfAbsent(name, bytes.clone()) != null) {
                throw new FileAlreadyExistsException(name);
            }
        } else {
            content.put(name, bytes.clone());
        }
    }

    @Override
    public Optional<byte[]> read(String name, int most) throws IOException {
        access(name);
        return Optional.ofNullable(content.get(name));
    }

    @Override
    public List<String> list(String directory) throws IOException {
        access(directory);
        return new FetchedFiles("memory", content).list(directory);
    }

    @Override
    public boolean exists(String name) throws IOException {
        access(name);
        return content.containsKey(name);
    }
}
