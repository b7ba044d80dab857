/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.inspect;

import dev.flinkvitals.entry.FlinkFields;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.NestedSerializersSnapshotDelegate;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.util.LinkedOptionalMap;

/**
 * What Flink's serializer snapshots know and do not tell: the fields are the same from 1.20 to 2.3. Restoring the serializers
 * would tell as much, but needs the job's classes.
 */
final class SnapshotFields {
    private SnapshotFields() {}

    /** The class that a field names. */
    static String typeName(Object owner, String field) {
        return FlinkFields.read(owner, field, Object.class)
                .map(type -> type instanceof Class<?> found ? found.getTypeName() : type.toString())
                .orElse("a type that is not told");
    }

    /** What a POJO's or Kryo's snapshot keeps its content in. */
    static Object data(TypeSerializerSnapshot<?> snapshot) {
        return FlinkFields.read(snapshot, "snapshotData", Object.class).orElse(snapshot);
    }

    /** The snapshots that are nested, in order; those of a POJO's fields are not among them. */
    static List<TypeSerializerSnapshot<?>> nested(TypeSerializerSnapshot<?> snapshot) {
        if (snapshot instanceof CompositeTypeSerializerSnapshot<?, ?> composite) {
            return Arrays.asList(composite.getNestedSerializerSnapshots());
        }
        return FlinkFields.read(snapshot, "nestedSerializersSnapshotDelegate", NestedSerializersSnapshotDelegate.class)
                .map(delegate -> Arrays.<TypeSerializerSnapshot<?>>asList(delegate.getNestedSerializerSnapshots()))
                .orElse(List.of());
    }

    /** The fields of a POJO and the classes registered for it, by name; empty: what serializes it could not be read. */
    static Map<String, Optional<TypeSerializerSnapshot<?>>> pojoParts(TypeSerializerSnapshot<?> snapshot) {
        Map<String, Optional<TypeSerializerSnapshot<?>>> parts = new LinkedHashMap<>();
        Object data = data(snapshot);
        List<String> maps = List.of(
                "fieldSerializerSnapshots",
                "registeredSubclassSerializerSnapshots",
                "nonRegisteredSubclassSerializerSnapshots");
        for (String map : maps) {
            entries(data, map)
                    .forEach((name, value) -> parts.put(
                            name,
                            value.filter(TypeSerializerSnapshot.class::isInstance)
                                    .map(found -> (TypeSerializerSnapshot<?>) found)));
        }
        return parts;
    }

    /** Whether a serializer of its own was registered with Kryo for a type. */
    static boolean hasOwnKryoSerializer(TypeSerializerSnapshot<?> snapshot, String typeName) {
        Object data = data(snapshot);
        Object registration = entries(data, "kryoRegistrations")
                .getOrDefault(typeName, Optional.empty())
                .orElse("");
        boolean registered = !registration.equals("")
                && FlinkFields.read(registration, "serializerDefinitionType", Object.class)
                        .filter(definition -> !definition.toString().equals("UNSPECIFIED"))
                        .isPresent();
        return registered
                || entries(data, "defaultKryoSerializers").containsKey(typeName)
                || entries(data, "defaultKryoSerializerClasses").containsKey(typeName);
    }

    private static Map<String, Optional<Object>> entries(Object owner, String field) {
        Map<String, Optional<Object>> entries = new LinkedHashMap<>();
        FlinkFields.read(owner, field, Object.class).ifPresent(found -> {
            if (found instanceof LinkedOptionalMap<?, ?> map) {
                map.keyNames().forEach(name -> entries.put(name, Optional.empty()));
                map.forEach((name, key, value) -> entries.put(name, Optional.ofNullable(value)));
            }
        });
        return entries;
    }
}
