/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.inspect;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.AbstractChannelStateHandle;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StateObject;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.changelog.ChangelogStateBackendHandle;
import org.apache.flink.runtime.state.filemerging.SegmentFileStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;

/**
 * The files that a snapshot's metadata names, and whether they are there and long enough. Their directories are listed, which takes
 * one request where asking for each file would take thousands. Confined to one thread.
 */
final class StateFiles {
    /** Storage with entropy in its paths has as many directories as files. */
    private static final int MAX_DIRECTORIES = 256;

    /** Needed length by path, by operator. */
    private final Map<String, Map<Path, Long>> byOperator = new TreeMap<>();

    private final Map<Path, Optional<Map<String, Long>>> listings = new HashMap<>();
    private int count;
    private int unchecked;

    void add(OperatorState operator, String label) {
        List<StreamStateHandle> handles = new ArrayList<>();
        for (OperatorSubtaskState subtask : operator.getStates()) {
            for (KeyedStateHandle handle : subtask.getManagedKeyedState()) {
                keyed(handle, handles);
            }
            for (KeyedStateHandle handle : subtask.getRawKeyedState()) {
                keyed(handle, handles);
            }
            for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
                handles.add(handle.getDelegateStateHandle());
            }
            for (OperatorStateHandle handle : subtask.getRawOperatorState()) {
                handles.add(handle.getDelegateStateHandle());
            }
            channels(subtask.getInputChannelState(), handles);
            channels(subtask.getResultSubpartitionState(), handles);
        }
        Map<Path, Long> files =
                byOperator.computeIfAbsent(label, unused -> new TreeMap<>(Comparator.comparing(Path::toString)));
        handles.forEach(handle -> file(handle, files));
    }

    private static void channels(Iterable<? extends StateObject> channels, List<StreamStateHandle> into) {
        for (StateObject channel : channels) {
            if (channel instanceof AbstractChannelStateHandle<?> handle) {
                into.add(handle.getDelegate());
            }
        }
    }

    private static void keyed(KeyedStateHandle handle, List<StreamStateHandle> into) {
        if (handle instanceof IncrementalRemoteKeyedStateHandle incremental) {
            into.add(incremental.getMetaDataStateHandle());
            incremental.getSharedState().stream()
                    .map(HandleAndLocalPath::getHandle)
                    .forEach(into::add);
            incremental.getPrivateState().stream()
                    .map(HandleAndLocalPath::getHandle)
                    .forEach(into::add);
        } else if (handle instanceof KeyGroupsStateHandle keyGroups) {
            into.add(keyGroups.getDelegateStateHandle());
        } else if (handle instanceof ChangelogStateBackendHandle changelog) {
            changelog.getMaterializedStateHandles().forEach(materialized -> keyed(materialized, into));
        }
    }

    private static void file(StreamStateHandle handle, Map<Path, Long> into) {
        if (handle instanceof FileStateHandle file) {
            into.merge(file.getFilePath(), file.getStateSize(), Math::max);
        } else if (handle instanceof SegmentFileStateHandle segment
                && segment.asBytesIfInMemory().isEmpty()) {
            // Several share a file; where each begins is not told, so only that the file is there can be checked.
            into.merge(segment.getFilePath(), segment.getStateSize(), Math::max);
        }
    }

    /** Looks for the files. */
    List<SnapshotFinding> check() {
        List<SnapshotFinding> findings = new ArrayList<>();
        byOperator.forEach((operator, files) -> {
            List<String> wrong = new ArrayList<>();
            files.forEach((path, length) -> problem(path, length).ifPresent(wrong::add));
            count += files.size();
            if (!wrong.isEmpty()) {
                findings.add(new SnapshotFinding(
                        SnapshotFinding.Kind.MISSING_FILES,
                        operator,
                        wrong.size() + " of its " + files.size() + " files are not whole: " + wrong.get(0)
                                + (wrong.size() == 1 ? "" : ", …")));
            }
        });
        return findings;
    }

    /** How many there are; an operator's share of a file counts as one. */
    int count() {
        return count;
    }

    /** How many could not be looked for. */
    int unchecked() {
        return unchecked;
    }

    private Optional<String> problem(Path file, long needed) {
        Path directory = file.getParent();
        if (directory == null || (listings.size() >= MAX_DIRECTORIES && !listings.containsKey(directory))) {
            unchecked++;
            return Optional.empty();
        }
        Optional<Map<String, Long>> listing = listings.computeIfAbsent(directory, StateFiles::list);
        if (listing.isEmpty()) {
            unchecked++;
            return Optional.empty();
        }
        Long length = listing.get().get(file.getName());
        if (length == null) {
            return Optional.of(file + " is missing");
        }
        return length < needed ? Optional.of(file + " has " + length + " of " + needed + " bytes") : Optional.empty();
    }

    private static Optional<Map<String, Long>> list(Path directory) {
        try {
            FileStatus[] files = directory.getFileSystem().listStatus(directory);
            Map<String, Long> lengths = new HashMap<>();
            // Flink's local file system answers null where there is no such directory.
            for (FileStatus file : files == null ? new FileStatus[0] : files) {
                lengths.put(file.getPath().getName(), file.getLen());
            }
            return Optional.of(lengths);
        } catch (FileNotFoundException e) {
            return Optional.of(Map.of());
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
