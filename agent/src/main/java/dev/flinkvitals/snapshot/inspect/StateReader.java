/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.inspect;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.io.IOReadableWritable;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorBackendSerializationProxy;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.changelog.ChangelogStateBackendHandle;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonOptionsKeys;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an operator's states are called and serialized with: each state file of the heap backend and of canonical savepoints
 * begins with it, RocksDB's native ones have a file for it, and operator state begins with it too. Confined to one thread.
 */
final class StateReader {
    /**
     * Most files of a kind to open for an operator. Subtasks differ only where a state was declared late, and each file costs a
     * round trip to the storage.
     */
    private static final int MAX_FILES = 4;

    private final ClassLoader jobClasses;
    private final Map<String, StateInspection> states = new TreeMap<>();
    private final Set<String> unread = new LinkedHashSet<>();
    private final Set<String> damaged = new LinkedHashSet<>();

    StateReader(ClassLoader jobClasses) {
        this.jobClasses = jobClasses;
    }

    /** The states that could be read, by name. */
    List<StateInspection> states() {
        return List.copyOf(states.values());
    }

    /** Why some could not: classes that are not there. */
    List<String> unread() {
        return List.copyOf(unread);
    }

    /** Why some could not although nothing was missing. */
    List<String> damaged() {
        return List.copyOf(damaged);
    }

    void read(OperatorState operator) {
        List<StreamStateHandle> keyed = new ArrayList<>();
        List<StreamStateHandle> listed = new ArrayList<>();
        for (OperatorSubtaskState subtask : operator.getStates()) {
            for (KeyedStateHandle handle : subtask.getManagedKeyedState()) {
                descriptions(handle, keyed);
            }
            for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
                listed.add(handle.getDelegateStateHandle());
            }
        }
        selected(keyed).forEach(this::readKeyed);
        selected(listed).forEach(this::readOperator);
    }

    private void descriptions(KeyedStateHandle handle, List<StreamStateHandle> into) {
        if (handle instanceof IncrementalKeyedStateHandle incremental) {
            into.add(incremental.getMetaDataStateHandle());
        } else if (handle instanceof KeyGroupsStateHandle keyGroups) {
            into.add(keyGroups.getDelegateStateHandle());
        } else if (handle instanceof ChangelogStateBackendHandle changelog) {
            changelog.getMaterializedStateHandles().forEach(materialized -> descriptions(materialized, into));
            if (!changelog.getNonMaterializedStateHandles().isEmpty()) {
                unread.add("part of it is in a changelog, which is not read");
            }
        } else {
            unread.add("state in a " + handle.getClass().getSimpleName() + ", which is not known here");
        }
    }

    /** All that lie in the metadata itself, and some of the files: the first, the last, and between. */
    private static List<StreamStateHandle> selected(List<StreamStateHandle> handles) {
        List<StreamStateHandle> selected = new ArrayList<>();
        List<StreamStateHandle> files = new ArrayList<>();
        for (StreamStateHandle handle : handles) {
            (handle.asBytesIfInMemory().isPresent() ? selected : files).add(handle);
        }
        int taken = Math.min(files.size(), MAX_FILES);
        for (int i = 0; i < taken; i++) {
            selected.add(files.get(taken == 1 ? 0 : i * (files.size() - 1) / (taken - 1)));
        }
        return selected;
    }

    private void readKeyed(StreamStateHandle handle) {
        StandInClasses classes = new StandInClasses(jobClasses);
        KeyedBackendSerializationProxy<?> proxy = new KeyedBackendSerializationProxy<>(classes);
        read(handle, proxy, classes);
        Optional<SerializerInspection> key = Optional.<TypeSerializerSnapshot<?>>ofNullable(
                        proxy.getKeySerializerSnapshot())
                .map(found -> SerializerDescriber.key("key", found));
        orNone(proxy.getStateMetaInfoSnapshots()).forEach(state -> add(state, key));
    }

    private void readOperator(StreamStateHandle handle) {
        StandInClasses classes = new StandInClasses(jobClasses);
        OperatorBackendSerializationProxy proxy = new OperatorBackendSerializationProxy(classes);
        read(handle, proxy, classes);
        orNone(proxy.getOperatorStateMetaInfoSnapshots()).forEach(state -> add(state, Optional.empty()));
        orNone(proxy.getBroadcastStateMetaInfoSnapshots()).forEach(state -> add(state, Optional.empty()));
    }

    /** A proxy fills up as it reads, so that what comes before something unreadable is kept. */
    private void read(StreamStateHandle handle, IOReadableWritable proxy, StandInClasses classes) {
        try (InputStream in = handle.openInputStream()) {
            proxy.read(new DataInputViewStreamWrapper(in));
        } catch (IOException | RuntimeException | LinkageError e) {
            Optional<String> missing = classes.lastMissing();
            if (missing.isPresent() && !endsEarly(e)) {
                unread.add(missing.get() + " is not on the class path");
            } else {
                damaged.add(e.getMessage() == null ? e.toString() : e.getMessage());
            }
        }
    }

    private static boolean endsEarly(Throwable error) {
        return ExceptionUtils.findThrowable(error, EOFException.class).isPresent()
                || ExceptionUtils.findThrowable(error, FileNotFoundException.class)
                        .isPresent();
    }

    private static List<StateMetaInfoSnapshot> orNone(@Nullable List<StateMetaInfoSnapshot> read) {
        return read == null ? List.of() : read;
    }

    /** Subtasks have the same states; if they differ in how they serialize, the worse one is told. */
    private void add(StateMetaInfoSnapshot state, Optional<SerializerInspection> key) {
        List<SerializerInspection> serializers = new ArrayList<>(key.stream().toList());
        new TreeMap<>(state.getSerializerSnapshotsImmutable()).forEach((role, snapshot) -> {
            String name = role.replace("_SERIALIZER", "").toLowerCase(Locale.ROOT);
            boolean fixed = name.equals("namespace") || name.equals("key");
            // Each keyed state has a namespace; only that of windows says something.
            if (snapshot != null && !snapshot.getClass().getName().contains("VoidNamespace")) {
                serializers.add(
                        fixed ? SerializerDescriber.key(name, snapshot) : SerializerDescriber.value(name, snapshot));
            }
        });
        StateInspection found = new StateInspection(state.getName(), kind(state), serializers);
        states.merge(state.getName(), found, (one, other) -> worst(one).compareTo(worst(other)) >= 0 ? one : other);
    }

    private static Evolution worst(StateInspection state) {
        return state.serializers().stream()
                .map(SerializerInspection::evolution)
                .reduce(Evolution.FIXED, Evolution::and);
    }

    private static String kind(StateMetaInfoSnapshot state) {
        return switch (state.getBackendStateType().name()) {
            case "OPERATOR" ->
                "UNION".equals(state.getOption(CommonOptionsKeys.OPERATOR_STATE_DISTRIBUTION_MODE))
                        ? "operator list, all to each subtask"
                        : "operator list";
            case "BROADCAST" -> "broadcast";
            case "PRIORITY_QUEUE" -> "timers";
            default -> keyedKind(state.getOption(CommonOptionsKeys.KEYED_STATE_TYPE));
        };
    }

    private static String keyedKind(@Nullable String type) {
        return type == null ? "keyed" : type.toLowerCase(Locale.ROOT);
    }
}
