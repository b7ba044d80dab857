/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.core.io.IOReadableWritable;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.CheckpointProperties;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeOffsets;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.OperatorBackendSerializationProxy;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.OperatorStreamStateHandle;
import org.apache.flink.runtime.state.RegisteredKeyValueStateBackendMetaInfo;
import org.apache.flink.runtime.state.RegisteredOperatorStateBackendMetaInfo;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Savepoints written with Flink's own classes, as its state backends write them. */
class SnapshotInspectorTest {
    private static final OperatorID PROBE = new OperatorID(1, 2);
    private static final KeyGroupRange ALL_GROUPS = new KeyGroupRange(0, 127);

    @TempDir
    private Path directory;

    /** Public fields and constructor make it a POJO. */
    public static final class Order {
        public String id = "";
        public Opaque opaque = new Opaque(1);

        public Order() {}
    }

    /** No public constructor: left to Kryo. */
    public static final class Opaque {
        private final int number;

        private Opaque(int number) {
            this.number = number;
        }

        @Override
        public String toString() {
            return "opaque " + number;
        }
    }

    /** A user's own. */
    public static final class OwnSnapshot extends SimpleTypeSerializerSnapshot<Long> {
        public OwnSnapshot() {
            super(() -> LongSerializer.INSTANCE);
        }
    }

    private static <T> TypeSerializer<T> serializer(TypeInformation<T> type) {
        return type.createSerializer(new SerializerConfigImpl());
    }

    private static <T> StateMetaInfoSnapshot value(String name, TypeInformation<T> type) {
        return new RegisteredKeyValueStateBackendMetaInfo<VoidNamespace, T>(
                        StateDescriptor.Type.VALUE, name, VoidNamespaceSerializer.INSTANCE, serializer(type))
                .snapshot();
    }

    private static StateMetaInfoSnapshot described(String name, TypeSerializerSnapshot<?> snapshot) {
        return new StateMetaInfoSnapshot(
                name,
                StateMetaInfoSnapshot.BackendStateType.KEY_VALUE,
                Map.of("KEYED_STATE_TYPE", "VALUE"),
                Map.of("VALUE_SERIALIZER", snapshot),
                Map.of("VALUE_SERIALIZER", LongSerializer.INSTANCE));
    }

    private FileStateHandle file(IOReadableWritable content) throws IOException {
        Path file = directory.resolve(UUID.randomUUID().toString());
        try (DataOutputViewStreamWrapper out = new DataOutputViewStreamWrapper(Files.newOutputStream(file))) {
            content.write(out);
        }
        return new FileStateHandle(new org.apache.flink.core.fs.Path(file.toUri()), Files.size(file));
    }

    private FileStateHandle keyed(StateMetaInfoSnapshot... states) throws IOException {
        return file(new KeyedBackendSerializationProxy<>(serializer(Types.STRING), List.of(states), false));
    }

    private static OperatorSubtaskState heap(FileStateHandle file) {
        return OperatorSubtaskState.builder()
                .setManagedKeyedState(new KeyGroupsStateHandle(new KeyGroupRangeOffsets(ALL_GROUPS), file))
                .build();
    }

    private void write(OperatorSubtaskState... subtasks) throws IOException {
        OperatorState operator = new OperatorState(PROBE, subtasks.length, 128);
        for (int i = 0; i < subtasks.length; i++) {
            operator.putState(i, subtasks[i]);
        }
        Collection<OperatorState> operators = new ArrayList<>(List.of(operator));
        CheckpointMetadata metadata = new CheckpointMetadata(
                7, operators, List.of(), CheckpointProperties.forSavepoint(false, SavepointFormatType.NATIVE));
        try (OutputStream out = Files.newOutputStream(directory.resolve("_metadata"))) {
            Checkpoints.storeCheckpointMetadata(metadata, out);
        }
    }

    private SnapshotInspection inspect(String... hidden) throws IOException {
        ClassLoader job = new ClassLoader(SnapshotInspectorTest.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (List.of(hidden).contains(name)) {
                    throw new ClassNotFoundException(name);
                }
                return super.loadClass(name, resolve);
            }
        };
        return SnapshotInspector.inspect(directory.toString(), job, SnapshotInspector.NO_MORE_UIDS);
    }

    private static List<String> states(SnapshotInspection inspection) {
        return inspection.operators().get(0).states().stream()
                .map(state -> state.name() + ": " + state.kind() + " "
                        + state.serializers().stream()
                                .map(serializer -> serializer.role() + " " + serializer.words() + " "
                                        + serializer.evolution().label())
                                .toList())
                .toList();
    }

    @Test
    void readsWhatTheHeapBackendWrote() throws IOException {
        write(heap(keyed(value("counts", Types.LONG), value("tags", Types.LIST(Types.STRING)))));

        SnapshotInspection inspection = inspect();

        assertThat(inspection.checkpointId()).isEqualTo(7);
        assertThat(inspection.kind()).contains("native savepoint");
        assertThat(inspection.files()).isEqualTo(1);
        assertThat(inspection.findings()).isEmpty();
        OperatorInspection operator = inspection.operators().get(0);
        assertThat(operator.id()).isEqualTo(PROBE.toString());
        assertThat(operator.parallelism()).isEqualTo(1);
        assertThat(operator.maxParallelism()).isEqualTo(128);
        assertThat(operator.sizes().managedKeyed())
                .isPositive()
                .isEqualTo(operator.sizes().total());
        assertThat(operator.unread()).isEmpty();
        assertThat(states(inspection))
                .containsExactly(
                        "counts: value [key String fixed, value Long fixed]",
                        "tags: value [key String fixed, value list of String fixed]");
    }

    @Test
    void readsWhatRocksDbWroteIncrementally() throws IOException {
        FileStateHandle sst = file(LongValue.of(5));
        write(OperatorSubtaskState.builder()
                .setManagedKeyedState(new IncrementalRemoteKeyedStateHandle(
                        UUID.randomUUID(),
                        ALL_GROUPS,
                        7,
                        List.of(HandleAndLocalPath.of(sst, "000009.sst")),
                        List.of(),
                        keyed(value("counts", Types.LONG))))
                .build());

        SnapshotInspection inspection = inspect();

        assertThat(states(inspection)).containsExactly("counts: value [key String fixed, value Long fixed]");
        assertThat(inspection.files()).isEqualTo(2);
        assertThat(inspection.findings()).isEmpty();
    }

    @Test
    void readsOperatorState() throws IOException {
        StateMetaInfoSnapshot list = new RegisteredOperatorStateBackendMetaInfo<>(
                        "buffer",
                        serializer(TypeInformation.of(Opaque.class)),
                        OperatorStateHandle.Mode.SPLIT_DISTRIBUTE)
                .snapshot();
        write(OperatorSubtaskState.builder()
                .setManagedOperatorState(new OperatorStreamStateHandle(
                        Map.of(), file(new OperatorBackendSerializationProxy(List.of(list), List.of(), false))))
                .build());

        SnapshotInspection inspection = inspect();

        assertThat(states(inspection))
                .containsExactly("buffer: operator list [value " + Opaque.class.getName() + " (Kryo) cannot]");
        assertThat(inspection.findings())
                .containsExactly(
                        new SnapshotFinding(
                                SnapshotFinding.Kind.CANNOT_EVOLVE,
                                PROBE.toString(),
                                "state buffer, value: Kryo serializes " + Opaque.class.getName()
                                        + " (a generic type): no field of it, or of what it holds, can be added, removed or retyped"));
    }

    @Test
    void needsNoClassOfTheJobToTellPojosFromGenericTypes() throws IOException {
        write(heap(keyed(
                value("a", TypeInformation.of(Order.class)),
                value("b", TypeInformation.of(Opaque.class)),
                value("c", Types.LONG))));

        SnapshotInspection inspection = inspect(Order.class.getName(), Opaque.class.getName());

        assertThat(inspection).isEqualTo(inspect());
        assertThat(inspection.operators().get(0).unread()).isEmpty();
        assertThat(states(inspection))
                .containsExactly(
                        "a: value [key String fixed, value " + Order.class.getName() + " (POJO) cannot]",
                        "b: value [key String fixed, value " + Opaque.class.getName() + " (Kryo) cannot]",
                        "c: value [key String fixed, value Long fixed]");
        assertThat(inspection.findings().get(0).text()).startsWith("state a, value: its field opaque: Kryo serializes");
    }

    @Test
    void aSerializerOfTheJobsOwnDecidesItself() throws IOException {
        write(heap(keyed(described("own", new OwnSnapshot()))));

        SnapshotInspection inspection = inspect();

        assertThat(states(inspection))
                .containsExactly("own: value [key String fixed, value " + OwnSnapshot.class.getName() + " own_code]");
        assertThat(inspection.findings()).isEmpty();
    }

    @Test
    void namesTheClassWithoutWhichItCannotReadOn() throws IOException {
        write(heap(keyed(value("a", Types.LONG), described("b", new OwnSnapshot()), value("c", Types.LONG))));

        SnapshotInspection inspection = inspect(OwnSnapshot.class.getName());

        assertThat(states(inspection)).containsExactly("a: value [key String fixed, value Long fixed]");
        assertThat(inspection.operators().get(0).unread())
                .containsExactly(OwnSnapshot.class.getName() + " is not on the class path");
        assertThat(inspection.findings()).isEmpty();
    }

    @Test
    void whetherAnOperatorHasAUidIsNotKnownUnlessSomebodyTells() throws IOException {
        write(heap(keyed(value("counts", Types.LONG))));

        assertThat(inspect().operators().get(0).uid()).isEqualTo(Uid.UNKNOWN);
        SnapshotInspection told = SnapshotInspector.inspect(
                directory.toString(),
                getClass().getClassLoader(),
                id -> id.equals(PROBE.toString()) ? Optional.of(false) : Optional.empty());
        assertThat(told.operators().get(0).uid()).isEqualTo(Uid.MISSING);
        assertThat(told.findings()).extracting(SnapshotFinding::kind).containsExactly(SnapshotFinding.Kind.NO_UID);
    }

    @Test
    void findsFilesThatAreMissingOrTooShort() throws IOException {
        FileStateHandle gone = keyed(value("counts", Types.LONG));
        FileStateHandle cut = keyed(value("counts", Types.LONG));
        write(heap(gone), heap(cut));
        Files.delete(directory.resolve(gone.getFilePath().getName()));
        Files.write(directory.resolve(cut.getFilePath().getName()), new byte[3]);

        List<SnapshotFinding> findings = inspect().findings();

        assertThat(findings.get(0).kind()).isEqualTo(SnapshotFinding.Kind.MISSING_FILES);
        assertThat(findings.get(0).text()).startsWith("2 of its 2 files are not whole: file:");
        assertThat(findings.subList(1, findings.size()))
                .isNotEmpty()
                .allMatch(finding -> finding.kind() == SnapshotFinding.Kind.UNREADABLE_STATE);
    }

    @Test
    void takesTheMetadataFileForItsDirectory() throws IOException {
        write(heap(keyed(value("counts", Types.LONG))));

        SnapshotInspection inspection = SnapshotInspector.inspect(
                directory.resolve("_metadata").toUri().toString(),
                getClass().getClassLoader(),
                SnapshotInspector.NO_MORE_UIDS);

        assertThat(inspection).isEqualTo(inspect());
    }

    @Test
    void saysWhatIsWrongWithTheMetadata() throws IOException {
        assertThatThrownBy(this::inspect).isInstanceOf(IOException.class).hasMessageContaining("_metadata");

        write(heap(keyed(value("counts", Types.LONG))));
        Path metadata = directory.resolve("_metadata");
        byte[] whole = Files.readAllBytes(metadata);
        Files.write(metadata, java.util.Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(this::inspect)
                .isInstanceOf(IOException.class)
                .hasMessage("its metadata ends early, or is none");

        whole[7] = 99;
        Files.write(metadata, whole);
        assertThatThrownBy(this::inspect)
                .isInstanceOf(IOException.class)
                .hasMessage("its metadata cannot be read: Unrecognized checkpoint version number: 99");
    }

    @Test
    void isPrintedForPeople() throws IOException {
        write(heap(keyed(value("a", TypeInformation.of(Opaque.class)), value("b\u001b[2J", Types.LONG))));

        assertThat(InspectionText.lines(inspect()))
                .contains(
                        "Native savepoint "
                                + directory
                                        .toUri()
                                        .toString()
                                        .replaceAll("file:/+", "file:/")
                                        .replaceAll("/$", ""),
                        "Operator " + PROBE + " (uid not known, id " + PROBE + ")",
                        "  a: value, key String, value " + Opaque.class.getName() + " (Kryo) [cannot evolve]",
                        "  b?[2J: value, key String, value Long")
                .anyMatch(line -> line.startsWith("! cannot evolve: operator " + PROBE + ": state a, value: Kryo"));
    }

    /** Stands for the content of an SST file, which is not looked at. */
    private record LongValue(long value) implements IOReadableWritable {
        static LongValue of(long value) {
            return new LongValue(value);
        }

        @Override
        public void write(org.apache.flink.core.memory.DataOutputView out) throws IOException {
            out.writeLong(value);
        }

        @Override
        public void read(org.apache.flink.core.memory.DataInputView in) {
            throw new UnsupportedOperationException();
        }
    }
}
