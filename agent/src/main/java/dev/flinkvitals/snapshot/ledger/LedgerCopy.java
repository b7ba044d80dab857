/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.ledger;

import dev.flinkvitals.snapshot.ledger.files.LedgerFiles;
import dev.flinkvitals.snapshot.ledger.files.LedgerReader;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/** A copy of a ledger's entries, from any storage that Flink is set up for. */
public final class LedgerCopy {
    private static final byte[] NOTHING = new byte[0];

    private LedgerCopy() {}

    /**
     * Fetches the entries.
     *
     * @param directory the ledger's directory, as Flink would name it
     * @return content by name; a file that cannot be read is empty
     * @throws IOException if a directory cannot be listed
     */
    public static SortedMap<String, byte[]> of(String directory) throws IOException {
        LedgerFiles from = FlinkFiles.in(directory);
        SortedMap<String, byte[]> copy = new TreeMap<>();
        for (String folder : from.list("")) {
            if (LedgerReader.holdsEntries(folder)) {
                for (String file : from.list(folder)) {
                    String name = folder + "/" + file;
                    copy.put(name, content(from, name));
                }
            }
        }
        return copy;
    }

    private static byte[] content(LedgerFiles from, String name) {
        try {
            return from.read(name, LedgerReader.MOST_BYTES).orElse(NOTHING);
        } catch (IOException e) {
            return NOTHING;
        }
    }
}
