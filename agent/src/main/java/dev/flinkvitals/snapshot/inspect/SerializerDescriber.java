/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.GenericTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/**
 * Says what a serializer snapshot describes and whether the type can change, by Flink's rules for the evolution of state: POJO, Avro
 * and enum types can, what Kryo or Java serialize as a whole cannot. Knows Flink's snapshots by name, as those of formats and of the
 * table runtime may be absent. Stateless.
 */
final class SerializerDescriber {
    private static final String FLINK = "org.apache.flink.";
    /** A type that holds itself would not end. */
    private static final int MAX_DEPTH = 16;

    private SerializerDescriber() {}

    /**
     * A part of a state that Flink migrates, such as its value.
     *
     * @param role see {@link SerializerInspection#role()}
     */
    static SerializerInspection value(String role, TypeSerializerSnapshot<?> snapshot) {
        return describe(snapshot, 0).as(role);
    }

    /** A key or namespace: Flink finds state by its bytes, so it is never migrated. */
    static SerializerInspection key(String role, TypeSerializerSnapshot<?> snapshot) {
        Described described = describe(snapshot, 0);
        if (described.evolution() != Evolution.EVOLVES) {
            return described.as(role);
        }
        return new Described(described.words(), Evolution.FIXED, described.reasons())
                .because("Flink never migrates a " + role.replace('_', ' ') + ": its class must not change")
                .as(role);
    }

    private static Described describe(TypeSerializerSnapshot<?> snapshot, int depth) {
        if (depth > MAX_DEPTH) {
            return Described.of("…", Evolution.UNKNOWN, "nested too deep");
        }
        String name = simpleName(snapshot);
        if (!snapshot.getClass().getName().startsWith(FLINK)) {
            return ofOthers(snapshot, depth);
        }
        return switch (name) {
            case "Pojo" -> pojo(snapshot, depth);
            case "Kryo" -> kryo(snapshot);
            case "Enum" -> Described.of(SnapshotFields.typeName(snapshot, "enumClass") + " (enum)", Evolution.EVOLVES);
            case "Avro" -> Described.of("Avro record", Evolution.EVOLVES, "by Avro's rules for schemas");
            case "Java" ->
                Described.of(
                        "object",
                        Evolution.CANNOT,
                        "Java serialization: the classes must stay compatible in every detail");
            case "Value", "CopyableValue", "Writable" -> selfWriting(snapshot, name);
            case "RowData" ->
                Described.around("row of the Table API", Evolution.FIXED, nested(snapshot, depth))
                        .because("its layout follows from the query, which must not change it");
            case "List", "ArrayList" -> around("list of %s", snapshot, depth);
            case "Set" -> around("set of %s", snapshot, depth);
            case "GenericArray" -> around("array of %s", snapshot, depth);
            case "Nullable" -> around("%s or null", snapshot, depth);
            case "Map" -> around("map of %s to %s", snapshot, depth);
            case "Ttl" -> around("%2$s with time to live", snapshot, depth);
            default -> plain(name, snapshot, depth);
        };
    }

    private static Described plain(String name, TypeSerializerSnapshot<?> snapshot, int depth) {
        List<Described> nested = isComposite(snapshot) ? nested(snapshot, depth) : List.of();
        String words = nested.isEmpty()
                ? name
                : name + nested.stream().map(Described::words).collect(Collectors.joining(", ", "(", ")"));
        return Described.around(words, Evolution.FIXED, nested);
    }

    private static boolean isComposite(TypeSerializerSnapshot<?> snapshot) {
        return snapshot instanceof CompositeTypeSerializerSnapshot<?, ?>;
    }

    private static Described around(String format, TypeSerializerSnapshot<?> snapshot, int depth) {
        List<Described> nested = nested(snapshot, depth);
        Object[] words = nested.stream().map(Described::words).toArray();
        // Another version may nest other things.
        String needed = format.contains("2$") || format.indexOf("%s") != format.lastIndexOf("%s") ? "%s%s" : "%s";
        return words.length * 2 >= needed.length()
                ? Described.around(String.format(format, words), Evolution.FIXED, nested)
                : plain(simpleName(snapshot), snapshot, depth);
    }

    private static List<Described> nested(TypeSerializerSnapshot<?> snapshot, int depth) {
        return SnapshotFields.nested(snapshot).stream()
                .map(part -> describe(part, depth + 1))
                .toList();
    }

    private static Described pojo(TypeSerializerSnapshot<?> snapshot, int depth) {
        String type = SnapshotFields.typeName(SnapshotFields.data(snapshot), "pojoClass");
        List<Described> parts = new ArrayList<>();
        for (Map.Entry<String, Optional<TypeSerializerSnapshot<?>>> part :
                SnapshotFields.pojoParts(snapshot).entrySet()) {
            String name = part.getKey();
            Described described = part.getValue()
                    .map(found -> describe(found, depth + 1))
                    .orElseGet(
                            () -> Described.of("?", Evolution.UNKNOWN, "what serializes it is not on the class path"));
            parts.add(new Described(
                    name,
                    described.evolution(),
                    described.reasons().stream()
                            .map(reason -> "its field " + name + ": " + reason)
                            .toList()));
        }
        return Described.around(type + " (POJO)", Evolution.EVOLVES, parts);
    }

    private static Described kryo(TypeSerializerSnapshot<?> snapshot) {
        String type = SnapshotFields.typeName(SnapshotFields.data(snapshot), "typeClass");
        if (SnapshotFields.hasOwnKryoSerializer(snapshot, type)) {
            return Described.of(
                    type + " (Kryo)", Evolution.OWN_CODE, "Kryo with the serializer that was registered for " + type);
        }
        return Described.of(
                type + " (Kryo)",
                Evolution.CANNOT,
                "Kryo serializes " + type
                        + " (a generic type): no field of it, or of what it holds, can be added, removed or retyped");
    }

    private static Described selfWriting(TypeSerializerSnapshot<?> snapshot, String name) {
        String type = snapshot instanceof GenericTypeSerializerSnapshot<?, ?>
                ? SnapshotFields.typeName(snapshot, "typeClass")
                : name;
        return Described.of(
                type, Evolution.CANNOT, type + " writes itself (" + name + "): what it writes must not change");
    }

    private static Described ofOthers(TypeSerializerSnapshot<?> snapshot, int depth) {
        String className = snapshot.getClass().getName();
        List<Described> nested = isComposite(snapshot) ? nested(snapshot, depth) : List.of();
        return Described.around(className, Evolution.OWN_CODE, nested).because(className + " decides");
    }

    /** {@code …LongSerializer$LongSerializerSnapshot} is {@code Long}. */
    private static String simpleName(TypeSerializerSnapshot<?> snapshot) {
        String name = snapshot.getClass().getName();
        String simple = name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
        String short1 = simple.replaceFirst("Snapshot$", "").replaceFirst("Serializer$", "");
        return short1.isEmpty() ? simple : short1;
    }
}
