/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A value as it was read, fields that this version does not know included: the next value may say what changed in them.
 * The object that it stands for is made when it is asked for, once. Not thread safe.
 */
abstract class Node {
    private @Nullable Object made;

    final @Nullable Object value(boolean strict) {
        if (made == null) {
            made = make(strict);
        }
        return made;
    }

    /** For an object that may hold itself: known before its fields are. */
    final void early(Object object) {
        made = object;
    }

    abstract @Nullable Object make(boolean strict);

    static final class Leaf extends Node {
        final @Nullable Object leaf;

        Leaf(@Nullable Object leaf) {
            this.leaf = leaf;
        }

        @Override
        @Nullable
        Object make(boolean strict) {
            return leaf;
        }
    }

    static final class Constant extends Node {
        private final ClassDef def;
        private final String name;

        Constant(ClassDef def, String name) {
            this.def = def;
            this.name = name;
        }

        @Override
        Object make(boolean strict) {
            return def.constant(name);
        }
    }

    static final class OptionalNode extends Node {
        private final int kind;
        final @Nullable Node inner;

        OptionalNode(int kind, @Nullable Node inner) {
            this.kind = kind;
            this.inner = inner;
        }

        @Override
        Object make(boolean strict) {
            Object value = inner == null ? null : inner.value(strict);
            try {
                return switch (kind) {
                    case 0 -> Optional.ofNullable(value);
                    case 1 -> value == null ? OptionalInt.empty() : OptionalInt.of((Integer) value);
                    case 2 -> value == null ? OptionalLong.empty() : OptionalLong.of((Long) value);
                    case 3 -> value == null ? OptionalDouble.empty() : OptionalDouble.of((Double) value);
                    default -> throw new ValueFormatException("optional of kind " + kind);
                };
            } catch (ClassCastException e) {
                throw new ValueFormatException("optional of another kind than its value", e);
            }
        }
    }

    static final class RecordNode extends Node {
        final ClassDef def;
        final Node[] fields;

        RecordNode(ClassDef def, Node[] fields) {
            this.def = def;
            this.fields = fields;
        }

        @Override
        Object make(boolean strict) {
            RecordMaker maker = def.records(strict);
            @Nullable Object[] values = new @Nullable Object[maker.size()];
            for (int i = 0; i < values.length; i++) {
                int source = maker.source(i);
                values[i] = source < 0 ? maker.absent(i) : fields[source].value(strict);
            }
            return maker.make(values);
        }
    }

    static final class CollectionNode extends Node {
        final CollectionKind kind;
        final List<Node> elements;

        CollectionNode(CollectionKind kind, List<Node> elements) {
            this.kind = kind;
            this.elements = elements;
        }

        @Override
        @SuppressWarnings("NullAway") // Lists may hold null; what refuses it throws.
        Object make(boolean strict) {
            List<Object> values = new ArrayList<>(elements.size());
            elements.forEach(element -> values.add(element.value(strict)));
            try {
                return kind.make(values);
            } catch (RuntimeException e) {
                throw new ValueFormatException("elements that do not fit a " + kind, e);
            }
        }
    }

    static final class MapNode extends Node {
        private final MapKind kind;
        private final List<Node> keysAndValues;

        MapNode(MapKind kind, List<Node> keysAndValues) {
            this.kind = kind;
            this.keysAndValues = keysAndValues;
        }

        @Override
        @SuppressWarnings("NullAway") // Maps may hold null; what refuses it throws.
        Object make(boolean strict) {
            Map<Object, Object> entries = new LinkedHashMap<>();
            for (int i = 0; i < keysAndValues.size(); i += 2) {
                entries.put(
                        keysAndValues.get(i).value(strict),
                        keysAndValues.get(i + 1).value(strict));
            }
            try {
                return kind.make(entries);
            } catch (RuntimeException e) {
                throw new ValueFormatException("entries that do not fit a map of kind " + kind, e);
            }
        }
    }

    /** An array of objects. */
    static final class ArrayNode extends Node {
        private final @Nullable Object[] array;
        private final List<Node> elements;

        ArrayNode(@Nullable Object[] array, List<Node> elements) {
            this.array = array;
            this.elements = elements;
        }

        @Override
        Object make(boolean strict) {
            early(array);
            try {
                for (int i = 0; i < array.length; i++) {
                    array[i] = elements.get(i).value(strict);
                }
            } catch (ArrayStoreException e) {
                throw new ValueFormatException("elements that do not fit their array", e);
            }
            return array;
        }
    }

    static final class ObjectNode extends Node {
        private final ClassDef def;
        private final Node[] fields;

        ObjectNode(ClassDef def, Node[] fields) {
            this.def = def;
            this.fields = fields;
        }

        @Override
        Object make(boolean strict) {
            ObjectMaker maker = def.objects();
            Object object = maker.empty();
            early(object);
            for (int i = 0; i < fields.length; i++) {
                maker.set(object, i, fields[i].value(strict));
            }
            return object;
        }
    }
}
