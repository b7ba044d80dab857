/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.inspect;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.flink.runtime.checkpoint.CheckpointProperties;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.CompletedCheckpointStorageLocation;
import org.apache.flink.runtime.state.StateObject;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;
import org.jspecify.annotations.Nullable;

/**
 * Inspects a savepoint or checkpoint with Flink's own loader. Reads the metadata, a few small parts of the states, and lists the
 * directories in which the states lie; blocks as long as the storage does, so never on a thread of Flink's. Needs nothing of the job.
 */
public final class SnapshotInspector {
    /** From this version of the metadata on (Flink 2.0) it holds each operator's name and uid. */
    private static final int WITH_UIDS = 5;

    private static final int HEADER_BYTES = 8;

    /** For {@link #inspect}, where nobody knows more about uids than the metadata tells. */
    public static final Function<String, Optional<Boolean>> NO_MORE_UIDS = operator -> Optional.empty();

    private SnapshotInspector() {}

    /**
     * Inspects a snapshot.
     *
     * @param path its directory, or the {@code _metadata} in it
     * @param jobClasses where the job's classes are looked for; those that are not there are done without as far as possible
     * @param hasUid by operator id in hexadecimal: whether the operator has a uid, if that is known from elsewhere
     * @return what it holds
     * @throws IOException if there is no metadata, or it cannot be read
     */
    public static SnapshotInspection inspect(
            String path, ClassLoader jobClasses, Function<String, Optional<Boolean>> hasUid) throws IOException {
        CompletedCheckpointStorageLocation location = AbstractFsCheckpointStorageAccess.resolveCheckpointPointer(path);
        String directory = location.getExternalPointer();
        int version;
        CheckpointMetadata metadata;
        try (DataInputStream in = new DataInputStream(
                new BufferedInputStream(location.getMetadataHandle().openInputStream()))) {
            in.mark(HEADER_BYTES);
            in.skipNBytes(Integer.BYTES);
            version = in.readInt();
            in.reset();
            metadata = Checkpoints.loadCheckpointMetadata(in, jobClasses, directory);
        } catch (EOFException e) {
            throw new IOException("its metadata ends early, or is none", e);
        } catch (RuntimeException e) {
            throw new IOException("its metadata cannot be read: " + e.getMessage(), e);
        }
        return inspect(directory, version, metadata, jobClasses, hasUid);
    }

    private static SnapshotInspection inspect(
            String directory,
            int version,
            CheckpointMetadata metadata,
            ClassLoader jobClasses,
            Function<String, Optional<Boolean>> hasUid) {
        StateFiles files = new StateFiles();
        List<OperatorInspection> operators = new ArrayList<>();
        List<SnapshotFinding> damage = new ArrayList<>();
        for (OperatorState state : metadata.getOperatorStates()) {
            StateReader reader = new StateReader(jobClasses);
            reader.read(state);
            OperatorInspection operator = operator(state, version, reader, hasUid);
            operators.add(operator);
            files.add(state, operator.label());
            reader.damaged()
                    .forEach(text -> damage.add(
                            new SnapshotFinding(SnapshotFinding.Kind.UNREADABLE_STATE, operator.label(), text)));
        }
        operators.sort(Comparator.comparingLong(
                        (OperatorInspection operator) -> -operator.sizes().total())
                .thenComparing(OperatorInspection::id));
        List<SnapshotFinding> findings = new ArrayList<>(files.check());
        findings.addAll(damage);
        operators.forEach(operator -> findings.addAll(findings(operator)));
        return new SnapshotInspection(
                directory,
                metadata.getCheckpointId(),
                kind(metadata.getCheckpointProperties()),
                version,
                operators.stream()
                        .mapToLong(operator -> operator.sizes().total())
                        .sum(),
                files.count(),
                files.unchecked(),
                operators,
                findings);
    }

    private static OperatorInspection operator(
            OperatorState state, int version, StateReader reader, Function<String, Optional<Boolean>> hasUid) {
        String id = state.getOperatorID().toString();
        Optional<String> uidText = Getters.text(Getters.UID, state);
        Uid uid = uidText.map(text -> Optional.of(Uid.SET))
                .orElseGet(() -> hasUid.apply(id).map(set -> set ? Uid.SET : Uid.MISSING))
                .orElse(version >= WITH_UIDS && Getters.UID != null ? Uid.MISSING : Uid.UNKNOWN);
        return new OperatorInspection(
                id,
                Getters.text(Getters.NAME, state),
                uid,
                uidText,
                state.getParallelism(),
                state.getMaxParallelism(),
                sizes(state),
                reader.states(),
                reader.unread());
    }

    private static StateSizes sizes(OperatorState state) {
        long managedKeyed = 0;
        long rawKeyed = 0;
        long managedOperator = 0;
        long rawOperator = 0;
        long subtasks = 0;
        for (OperatorSubtaskState subtask : state.getStates()) {
            managedKeyed += size(subtask.getManagedKeyedState());
            rawKeyed += size(subtask.getRawKeyedState());
            managedOperator += size(subtask.getManagedOperatorState());
            rawOperator += size(subtask.getRawOperatorState());
            subtasks += subtask.getStateSize();
        }
        long coordinator = state.getCoordinatorState() == null
                ? 0
                : state.getCoordinatorState().getStateSize();
        // What is left is in flight; where it is kept has changed from version to version.
        long channel = Math.max(0, subtasks - managedKeyed - rawKeyed - managedOperator - rawOperator);
        return new StateSizes(
                subtasks + coordinator, managedKeyed, rawKeyed, managedOperator, rawOperator, channel, coordinator);
    }

    private static long size(Iterable<? extends StateObject> handles) {
        long size = 0;
        for (StateObject handle : handles) {
            size += handle.getStateSize();
        }
        return size;
    }

    private static Optional<String> kind(@Nullable CheckpointProperties properties) {
        return Optional.ofNullable(properties)
                .map(CheckpointProperties::getCheckpointType)
                .map(type -> type instanceof SavepointType savepoint
                        ? savepoint.getFormatType().toString().toLowerCase(Locale.ROOT) + " savepoint"
                        : type.getName().toLowerCase(Locale.ROOT));
    }

    private static List<SnapshotFinding> findings(OperatorInspection operator) {
        List<SnapshotFinding> findings = new ArrayList<>();
        if (operator.uid() == Uid.MISSING && operator.hasState()) {
            findings.add(new SnapshotFinding(
                    SnapshotFinding.Kind.NO_UID,
                    operator.label(),
                    "has state but no uid: a change of the job's graph separates it from its state"));
        }
        for (StateInspection state : operator.states()) {
            for (SerializerInspection serializer : state.serializers()) {
                if (serializer.evolution() == Evolution.CANNOT) {
                    findings.add(new SnapshotFinding(
                            SnapshotFinding.Kind.CANNOT_EVOLVE,
                            operator.label(),
                            "state " + state.name() + ", " + serializer.role().replace('_', ' ') + ": "
                                    + serializer.reason()));
                }
            }
        }
        return findings;
    }

    /** What Flink 1.20's class has not. In a class of its own, so that it is looked for only when a snapshot is inspected. */
    private static final class Getters {
        static final @Nullable Method UID = getter("getOperatorUid");
        static final @Nullable Method NAME = getter("getOperatorName");

        static Optional<String> text(@Nullable Method getter, OperatorState state) {
            if (getter == null) {
                return Optional.empty();
            }
            try {
                return getter.invoke(state) instanceof Optional<?> found
                        ? found.map(Object::toString).filter(text -> !text.isBlank())
                        : Optional.empty();
            } catch (ReflectiveOperationException e) {
                return Optional.empty();
            }
        }

        private static @Nullable Method getter(String name) {
            try {
                return OperatorState.class.getMethod(name);
            } catch (NoSuchMethodException e) {
                return null;
            }
        }
    }
}
