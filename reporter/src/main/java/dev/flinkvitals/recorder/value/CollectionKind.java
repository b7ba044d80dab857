/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder.value;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The collections that can be recorded. The codes are part of the format. */
enum CollectionKind {
    FIXED_LIST(0, CollectionKind::fixedList),
    ARRAY_LIST(1, ArrayList::new),
    ARRAY_DEQUE(2, ArrayDeque::new),
    FIXED_SET(3, Set::copyOf),
    HASH_SET(4, HashSet::new),
    LINKED_HASH_SET(5, LinkedHashSet::new),
    /** In natural order; an enum set that is empty comes back as this, which iterates in the same order. */
    TREE_SET(6, TreeSet::new),
    ENUM_SET(7, CollectionKind::enumSet);

    private final int code;
    private final Function<List<Object>, Collection<?>> make;

    CollectionKind(int code, Function<List<Object>, Collection<?>> make) {
        this.code = code;
        this.make = make;
    }

    Collection<?> make(List<Object> elements) {
        return make.apply(elements);
    }

    boolean isList() {
        return this == FIXED_LIST || this == ARRAY_LIST;
    }

    int code() {
        return code;
    }

    static CollectionKind of(int code) {
        for (CollectionKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new ValueFormatException("collection of kind " + code);
    }

    /** Whether two equal collections may iterate in different orders. */
    boolean isUnordered() {
        return this == FIXED_SET || this == HASH_SET;
    }

    static CollectionKind of(Collection<?> collection) {
        Class<?> type = collection.getClass();
        if (type == ArrayList.class) {
            return ARRAY_LIST;
        } else if (type == ArrayDeque.class) {
            return ARRAY_DEQUE;
        } else if (type == HashSet.class) {
            return HASH_SET;
        } else if (type == LinkedHashSet.class) {
            return LINKED_HASH_SET;
        } else if (collection instanceof TreeSet<?> sorted && sorted.comparator() == null) {
            return TREE_SET;
        } else if (collection instanceof EnumSet<?>) {
            return collection.isEmpty() ? TREE_SET : ENUM_SET;
        } else if (collection instanceof List && isOfTheJdk(type)) {
            return FIXED_LIST;
        } else if (collection instanceof Set && !(collection instanceof TreeSet) && isOfTheJdk(type)) {
            return FIXED_SET;
        }
        throw new UnsupportedValueException("no form for a " + type.getName());
    }

    static boolean isOfTheJdk(Class<?> type) {
        return type.getName().startsWith("java.util.");
    }

    /** Streams give unmodifiable lists that may hold null, which {@code List.copyOf} refuses. */
    private static List<?> fixedList(List<@Nullable Object> elements) {
        return elements.stream().allMatch(Objects::nonNull)
                ? List.copyOf(elements)
                : Collections.unmodifiableList(elements);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // EnumSet.copyOf checks that all are constants of one enum.
    private static Set<?> enumSet(List<Object> elements) {
        return EnumSet.copyOf((Collection) elements);
    }
}
