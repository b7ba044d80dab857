/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.offline;

import dev.flinkvitals.snapshot.ledger.LedgerCopy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The part of the command {@code ledger} that needs Flink's file systems. The command line knows it by name only: it lives in
 * another class loader, so that nothing but the JDK's types may pass between them.
 */
public final class LedgerFetch {
    private LedgerFetch() {}

    /**
     * Fetches a ledger.
     *
     * @param directory the ledger's directory
     * @param configuration directory with Flink's configuration file
     * @param plugins directory with Flink's plugins
     * @return content by file name
     * @throws IOException if it cannot be listed
     */
    public static SortedMap<String, byte[]> fetch(
            String directory, Optional<Path> configuration, Optional<Path> plugins) throws IOException {
        OfflineFlink.start(configuration, plugins);
        return LedgerCopy.of(directory);
    }
}
