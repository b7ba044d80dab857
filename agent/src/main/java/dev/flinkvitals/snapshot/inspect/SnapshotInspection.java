/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.inspect;

import java.util.List;
import java.util.Optional;

/**
 * What a savepoint or checkpoint holds.
 *
 * @param path its directory
 * @param checkpointId its number
 * @param kind in Flink's words, such as {@code native savepoint}; empty if the metadata does not tell (before 1.17)
 * @param metadataVersion version of the metadata's format
 * @param totalBytes size of all states
 * @param files how many files the states lie in, besides the metadata
 * @param uncheckedFiles how many of them were not looked for, because their storage could not be listed
 * @param operators the largest first
 * @param findings what will hurt
 */
public record SnapshotInspection(
        String path,
        long checkpointId,
        Optional<String> kind,
        int metadataVersion,
        long totalBytes,
        int files,
        int uncheckedFiles,
        List<OperatorInspection> operators,
        List<SnapshotFinding> findings) {
    /** Copies the lists. */
    public SnapshotInspection {
        operators = List.copyOf(operators);
        findings = List.copyOf(findings);
    }
}
