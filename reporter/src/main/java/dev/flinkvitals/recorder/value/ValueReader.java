/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder.value;

import dev.flinkvitals.signals.ByteSource;
import java.lang.reflect.Array;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@link ValueWriter} wrote. Whatever the bytes are, it makes objects of our own classes and the JDK's only,
 * allocates nothing that the bytes cannot hold, and all trouble is an {@link IllegalArgumentException}. Not thread safe.
 */
public final class ValueReader {
    private static final int DEEPEST = 250;

    private final boolean strict;
    private final List<ClassDef> classes = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final List<Node> references = new ArrayList<>();

    /** The newest value of each place that has a name. */
    private final Map<String, Node> newest = new HashMap<>();

    private final boolean keepsIdentity;
    private int depth;

    /**
     * A reader.
     *
     * @param mode the mode of the writer
     */
    public ValueReader(ValueWriter.Mode mode) {
        this.keepsIdentity = mode == ValueWriter.Mode.STATE;
        this.strict = keepsIdentity;
    }

    /**
     * Reads a value.
     *
     * @param in where from
     * @param place a name for values that follow each other: the writer was given the value before as the previous one
     * @param type what it has to be
     * @return the value
     * @throws IllegalArgumentException if the bytes hold no such value
     */
    public <T> T read(ByteSource in, String place, Class<T> type) {
        Node node = node(in, newest.get(place));
        newest.put(place, node);
        Object value;
        try {
            value = node.value(strict);
        } catch (StackOverflowError e) {
            throw new ValueFormatException("nested too deep", e);
        }
        if (!type.isInstance(value)) {
            throw new ValueFormatException("expected a " + type.getSimpleName() + ", found "
                    + (value == null ? "nothing" : "a " + value.getClass().getSimpleName()));
        }
        return type.cast(value);
    }

    private Node node(ByteSource in, @Nullable Node previous) {
        if (++depth > DEEPEST) {
            throw new ValueFormatException("nested more than " + DEEPEST + " levels deep");
        }
        int tag = in.octet();
        Node node = tag <= Tag.ENUM || tag >= Tag.SHORT
                ? small(in, tag, previous)
                : large(in, tag, keepsIdentity ? null : previous);
        depth--;
        return node;
    }

    private Node small(ByteSource in, int tag, @Nullable Node previous) {
        Object before = previous instanceof Node.Leaf leaf ? leaf.leaf : null;
        return switch (tag) {
            case Tag.NULL -> new Node.Leaf(null);
            case Tag.SAME -> same(previous);
            case Tag.FALSE -> new Node.Leaf(false);
            case Tag.TRUE -> new Node.Leaf(true);
            case Tag.INT -> new Node.Leaf((int) (in.signed() + (before instanceof Integer number ? number : 0)));
            case Tag.LONG -> new Node.Leaf(in.signed() + (before instanceof Long number ? number : 0));
            case Tag.DOUBLE -> new Node.Leaf(number(in, before));
            case Tag.NEW_TEXT, Tag.KNOWN_TEXT -> new Node.Leaf(text(in, tag));
            case Tag.INSTANT, Tag.DURATION -> new Node.Leaf(time(in, tag, before));
            case Tag.EMPTY -> new Node.OptionalNode(in.octet(), null);
            case Tag.PRESENT ->
                new Node.OptionalNode(
                        in.octet(), node(in, previous instanceof Node.OptionalNode optional ? optional.inner : null));
            case Tag.ENUM -> new Node.Constant(classOf(in), text(in, in.octet()));
            case Tag.SHORT -> new Node.Leaf((short) in.signed());
            case Tag.BYTE -> new Node.Leaf((byte) in.signed());
            case Tag.CHAR -> new Node.Leaf((char) in.varint());
            case Tag.FLOAT -> new Node.Leaf(Float.intBitsToFloat((int) in.signed()));
            default -> throw new ValueFormatException("unknown tag " + tag);
        };
    }

    private static Node same(@Nullable Node previous) {
        if (previous == null) {
            throw new ValueFormatException("the same as nothing");
        }
        return previous;
    }

    private static double number(ByteSource in, @Nullable Object before) {
        long bits = Long.reverse(in.varint());
        return Double.longBitsToDouble(
                before instanceof Double number ? bits ^ Double.doubleToRawLongBits(number) : bits);
    }

    private String text(ByteSource in, int tag) {
        if (tag == Tag.NEW_TEXT) {
            texts.add(in.text());
            return texts.get(texts.size() - 1);
        }
        if (tag != Tag.KNOWN_TEXT) {
            throw new ValueFormatException("expected a text, found tag " + tag);
        }
        return texts.get(in.index(texts.size()));
    }

    private static Object time(ByteSource in, int tag, @Nullable Object before) {
        long seconds = in.signed();
        long raw = in.varint();
        long nanos = (raw & 1) == 0 ? (raw >>> 1) * 1_000_000 : raw >>> 1;
        if (nanos < 0 || nanos >= 1_000_000_000) {
            throw new ValueFormatException("a second of " + nanos + " ns");
        }
        try {
            return tag == Tag.INSTANT
                    ? Instant.ofEpochSecond(seconds + (before instanceof Instant i ? i.getEpochSecond() : 0), nanos)
                    : Duration.ofSeconds(seconds + (before instanceof Duration d ? d.toSeconds() : 0), nanos);
        } catch (DateTimeException | ArithmeticException e) {
            throw new ValueFormatException("a time out of range", e);
        }
    }

    private Node large(ByteSource in, int tag, @Nullable Node previous) {
        if (tag == Tag.REFERENCE && keepsIdentity) {
            return references.get(in.index(references.size()));
        }
        int reference = references.size();
        if (keepsIdentity) {
            references.add(new Node.Leaf(null));
        }
        Node node = switch (tag) {
            case Tag.RECORD, Tag.OBJECT -> fields(in, tag, reference);
            case Tag.CHANGED_RECORD -> changes(in, previous);
            case Tag.COLLECTION -> collection(in, previous);
            case Tag.MAP -> map(in);
            case Tag.ARRAY -> array(in);
            default -> throw new ValueFormatException("unknown tag " + tag);
        };
        if (keepsIdentity) {
            references.set(reference, node);
        }
        return node;
    }

    private Node fields(ByteSource in, int tag, int reference) {
        ClassDef def = classOf(in);
        if ((def.kind() == ClassShape.Kind.OBJECT) != (tag == Tag.OBJECT) || (tag == Tag.OBJECT && !keepsIdentity)) {
            throw new ValueFormatException(def.name() + " where none can be");
        }
        Node[] fields = new Node[def.fields().size()];
        Node node = tag == Tag.OBJECT ? new Node.ObjectNode(def, fields) : new Node.RecordNode(def, fields);
        if (keepsIdentity) {
            // Before its fields are read: they may refer to it.
            references.set(reference, node);
        }
        for (int i = 0; i < fields.length; i++) {
            fields[i] = node(in, null);
        }
        return node;
    }

    private Node changes(ByteSource in, @Nullable Node previous) {
        if (!(previous instanceof Node.RecordNode before)) {
            throw new ValueFormatException("changes of nothing");
        }
        long changed = in.varint();
        Node[] fields = before.fields.clone();
        for (int i = 0; i < fields.length; i++) {
            if ((changed & 1L << i) != 0) {
                fields[i] = node(in, fields[i]);
            }
        }
        return new Node.RecordNode(before.def, fields);
    }

    private Node collection(ByteSource in, @Nullable Node previous) {
        CollectionKind kind = CollectionKind.of(in.octet());
        int size = in.length();
        List<Node> before = kind.isList() && previous instanceof Node.CollectionNode list && list.kind.isList()
                ? list.elements
                : List.of();
        List<Node> elements = new ArrayList<>(Math.min(size, 1024));
        for (int i = 0; i < size; i++) {
            elements.add(node(in, i < before.size() ? before.get(i) : null));
        }
        return new Node.CollectionNode(kind, elements);
    }

    private Node map(ByteSource in) {
        MapKind kind = MapKind.of(in.octet());
        int size = in.length();
        List<Node> keysAndValues = new ArrayList<>(Math.min(size, 1024));
        for (int i = 0; i < size; i++) {
            keysAndValues.add(node(in, null));
            keysAndValues.add(node(in, null));
        }
        return new Node.MapNode(kind, keysAndValues);
    }

    private Node array(ByteSource in) {
        Class<?> type = ArrayForm.elementClass(in.text());
        int length = in.length();
        Object array = Array.newInstance(type, length);
        if (ArrayForm.readPrimitives(in, array)) {
            return new Node.Leaf(array);
        }
        List<Node> elements = new ArrayList<>(Math.min(length, 1024));
        for (int i = 0; i < length; i++) {
            elements.add(node(in, null));
        }
        return new Node.ArrayNode((@Nullable Object[]) array, elements);
    }

    private ClassDef classOf(ByteSource in) {
        int index = in.index(classes.size() + 1);
        if (index < classes.size()) {
            return classes.get(index);
        }
        String name = in.text();
        ClassShape.Kind kind = ClassShape.Kind.of(in.octet());
        int size = in.length();
        List<String> fields = new ArrayList<>(Math.min(size, 64));
        for (int i = 0; i < size; i++) {
            fields.add(in.text());
        }
        ClassDef def = new ClassDef(name, kind, fields);
        classes.add(def);
        return def;
    }
}
