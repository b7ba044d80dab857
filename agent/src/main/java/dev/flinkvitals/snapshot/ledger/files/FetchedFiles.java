/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.ledger.files;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Files of a ledger that were fetched from elsewhere. They cannot be added to. */
public final class FetchedFiles implements LedgerFiles {
    private final String location;
    private final SortedMap<String, byte[]> files;

    /**
     * Fetched files.
     *
     * @param location where from
     * @param files content by name
     */
    public FetchedFiles(String location, Map<String, byte[]> files) {
        this.location = location;
        this.files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public void create(String name, byte[] content) throws IOException {
        throw new IOException("these are copies of the files in " + location);
    }

    @Override
    public Optional<byte[]> read(String name, int most) {
        return Optional.ofNullable(files.get(name)).map(byte[]::clone);
    }

    @Override
    public List<String> list(String directory) {
        String prefix = directory.isEmpty() ? "" : directory + "/";
        return files.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()).split("/", 2)[0])
                .distinct()
                .toList();
    }

    @Override
    public boolean exists(String name) {
        return files.containsKey(name);
    }
}
