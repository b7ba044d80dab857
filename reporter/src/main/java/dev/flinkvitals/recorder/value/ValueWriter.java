/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder.value;

import dev.flinkvitals.signals.ByteSink;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes values so that {@link ValueReader} gives equal ones: records and enums of ours, texts, numbers, times, optionals,
 * arrays and the collections of the JDK; and, where identity is kept, other classes of ours field by field.
 *
 * <p>Compact: the name and fields of a class and each text are written once per writer; a value that is written with the
 * previous one of its place costs only what changed. Not thread safe.
 */
public final class ValueWriter {
    private static final int DEEPEST = 200;
    /** Records with more fields are always written in full: a bitmap of changes is 64 bits. */
    private static final int MOST_MASKED = 63;

    private final Mode mode;
    private final ByteSink out;
    private final Map<Class<?>, Integer> classes = new HashMap<>();
    private final Map<String, Integer> texts = new HashMap<>();
    private final IdentityHashMap<Object, Integer> seen = new IdentityHashMap<>();
    private int depth;

    /** What a writer is for. */
    public enum Mode {
        /** Immutable values, one after the other, each close to the previous one. */
        VALUES,
        /** Like {@link #VALUES}, and equal values give equal bytes: a collection without an order is refused. */
        CANONICAL,
        /** The state of an object: what is reached twice is one object for the reader too; cycles are fine. */
        STATE
    }

    /**
     * A writer.
     *
     * @param mode what it is for
     * @param out where the bytes go
     */
    public ValueWriter(Mode mode, ByteSink out) {
        this.mode = mode;
        this.out = out;
    }

    /**
     * Writes a value.
     *
     * @param value the value
     * @param previous the value that was written at the same place before; null if there is none
     * @throws UnsupportedValueException if there is no form for it; the writer cannot be used any more
     */
    public void write(@Nullable Object value, @Nullable Object previous) {
        if (value == null) {
            out.octet(Tag.NULL);
        } else if (previous != null && mode != Mode.STATE && value.equals(previous)) {
            out.octet(Tag.SAME);
        } else if (!leaf(value, previous)) {
            if (++depth > DEEPEST) {
                throw new UnsupportedValueException("nested more than " + DEEPEST + " levels deep");
            }
            composite(value, mode == Mode.STATE ? null : previous);
            depth--;
        }
    }

    private boolean leaf(Object value, @Nullable Object previous) {
        if (value instanceof Long number) {
            out.octet(Tag.LONG);
            out.signed(previous instanceof Long before ? number - before : number);
        } else if (value instanceof Double number) {
            out.octet(Tag.DOUBLE);
            long bits = Double.doubleToRawLongBits(number);
            // Low mantissa bits are often zero, or those of the previous value: last, they cost nothing.
            out.varint(
                    Long.reverse(previous instanceof Double before ? bits ^ Double.doubleToRawLongBits(before) : bits));
        } else if (value instanceof Integer number) {
            out.octet(Tag.INT);
            out.signed(previous instanceof Integer before ? (long) number - before : number);
        } else if (value instanceof Boolean flag) {
            out.octet(flag ? Tag.TRUE : Tag.FALSE);
        } else if (value instanceof String text) {
            text(text);
        } else if (value instanceof Enum<?> constant) {
            out.octet(Tag.ENUM);
            classOf(constant.getDeclaringClass());
            text(constant.name());
        } else if (value instanceof Instant time) {
            out.octet(Tag.INSTANT);
            Instant base = previous instanceof Instant before ? before : Instant.EPOCH;
            time(time.getEpochSecond() - base.getEpochSecond(), time.getNano());
        } else if (value instanceof Duration time) {
            out.octet(Tag.DURATION);
            Duration base = previous instanceof Duration before ? before : Duration.ZERO;
            time(time.toSeconds() - base.toSeconds(), time.toNanosPart());
        } else {
            return rareLeaf(value);
        }
        return true;
    }

    private boolean rareLeaf(Object value) {
        if (value instanceof Short number) {
            out.octet(Tag.SHORT);
            out.signed(number);
        } else if (value instanceof Byte number) {
            out.octet(Tag.BYTE);
            out.signed(number);
        } else if (value instanceof Character character) {
            out.octet(Tag.CHAR);
            out.varint(character);
        } else if (value instanceof Float number) {
            out.octet(Tag.FLOAT);
            out.signed(Float.floatToRawIntBits(number));
        } else {
            return false;
        }
        return true;
    }

    /** The nanoseconds from the front: those of a whole number of milliseconds are short then. */
    private void time(long seconds, int nanos) {
        out.signed(seconds);
        boolean millis = nanos % 1_000_000 == 0;
        out.varint(millis ? nanos / 1_000_000 * 2L : nanos * 2L + 1);
    }

    private void text(String text) {
        Integer known = texts.get(text);
        if (known == null) {
            texts.put(text, texts.size());
            out.octet(Tag.NEW_TEXT);
            out.text(text);
        } else {
            out.octet(Tag.KNOWN_TEXT);
            out.varint(known);
        }
    }

    private void composite(Object value, @Nullable Object previous) {
        if (value instanceof Optional<?> optional) {
            Object before = previous instanceof Optional<?> o ? o.orElse(null) : null;
            optional(0, optional.orElse(null), before);
        } else if (value instanceof OptionalInt optional) {
            Integer before = previous instanceof OptionalInt o && o.isPresent() ? (Integer) o.getAsInt() : null;
            optional(1, optional.isPresent() ? optional.getAsInt() : null, before);
        } else if (value instanceof OptionalLong optional) {
            Long before = previous instanceof OptionalLong o && o.isPresent() ? (Long) o.getAsLong() : null;
            optional(2, optional.isPresent() ? optional.getAsLong() : null, before);
        } else if (value instanceof OptionalDouble optional) {
            Double before = previous instanceof OptionalDouble o && o.isPresent() ? (Double) o.getAsDouble() : null;
            optional(3, optional.isPresent() ? optional.getAsDouble() : null, before);
        } else if (!reference(value)) {
            if (value instanceof Collection<?> collection) {
                collection(collection, previous);
            } else if (value instanceof Map<?, ?> map) {
                map(map);
            } else if (value.getClass().isArray()) {
                out.octet(Tag.ARRAY);
                ArrayForm.write(this, out, value);
            } else {
                fields(value, previous);
            }
        }
    }

    private void optional(int kind, @Nullable Object inner, @Nullable Object before) {
        out.octet(inner == null ? Tag.EMPTY : Tag.PRESENT);
        out.octet(kind);
        if (inner != null) {
            write(inner, before);
        }
    }

    private boolean reference(Object value) {
        if (mode != Mode.STATE) {
            return false;
        }
        Integer earlier = seen.putIfAbsent(value, seen.size());
        if (earlier != null) {
            out.octet(Tag.REFERENCE);
            out.varint(earlier);
        }
        return earlier != null;
    }

    private void collection(Collection<?> collection, @Nullable Object previous) {
        CollectionKind kind = CollectionKind.of(collection);
        if (mode == Mode.CANONICAL && kind.isUnordered() && collection.size() > 1) {
            throw new UnsupportedValueException("a set without an order has no canonical form");
        }
        out.octet(Tag.COLLECTION);
        out.octet(kind.code());
        out.varint(collection.size());
        Iterator<?> before = kind.isList() && previous instanceof List<?> list ? list.iterator() : null;
        for (Object element : collection) {
            write(element, before != null && before.hasNext() ? before.next() : null);
        }
    }

    private void map(Map<?, ?> map) {
        MapKind kind = MapKind.of(map);
        if (mode == Mode.CANONICAL && kind.isUnordered() && map.size() > 1) {
            throw new UnsupportedValueException("a map without an order has no canonical form");
        }
        out.octet(Tag.MAP);
        out.octet(kind.code());
        out.varint(map.size());
        map.forEach((key, value) -> {
            write(key, null);
            write(value, null);
        });
    }

    private void fields(Object value, @Nullable Object previous) {
        ClassShape shape = ClassShape.of(value.getClass());
        if (shape.kind() == ClassShape.Kind.OBJECT && mode != Mode.STATE) {
            throw new UnsupportedValueException("a " + shape.name() + " is no value");
        }
        if (previous != null && previous.getClass() == value.getClass() && shape.size() <= MOST_MASKED) {
            changes(shape, value, previous);
            return;
        }
        out.octet(shape.kind() == ClassShape.Kind.RECORD ? Tag.RECORD : Tag.OBJECT);
        classOf(value.getClass());
        for (int i = 0; i < shape.size(); i++) {
            write(shape.get(i, value), null);
        }
    }

    private void changes(ClassShape shape, Object value, Object previous) {
        Object[] now = new Object[shape.size()];
        Object[] before = new Object[shape.size()];
        long changed = 0;
        for (int i = 0; i < now.length; i++) {
            now[i] = shape.get(i, value);
            before[i] = shape.get(i, previous);
            if (!Objects.equals(now[i], before[i])) {
                changed |= 1L << i;
            }
        }
        out.octet(Tag.CHANGED_RECORD);
        out.varint(changed);
        for (int i = 0; i < now.length; i++) {
            if ((changed & 1L << i) != 0) {
                write(now[i], before[i]);
            }
        }
    }

    private void classOf(Class<?> type) {
        Integer known = classes.get(type);
        if (known != null) {
            out.varint(known);
            return;
        }
        ClassShape shape = ClassShape.of(type);
        out.varint(classes.size());
        classes.put(type, classes.size());
        out.text(shape.name());
        out.octet(shape.kind().code());
        out.varint(shape.size());
        shape.fields().forEach(out::text);
    }
}
