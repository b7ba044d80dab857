/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder.value;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The maps that can be recorded. The codes are part of the format. */
enum MapKind {
    FIXED(0, Map::copyOf),
    HASH(1, HashMap::new),
    LINKED_HASH(2, LinkedHashMap::new),
    /** In natural order; an enum map that is empty comes back as this, which iterates in the same order. */
    TREE(3, TreeMap::new),
    ENUM(4, MapKind::enumMap);

    private final int code;
    private final Function<Map<Object, Object>, Map<?, ?>> make;

    MapKind(int code, Function<Map<Object, Object>, Map<?, ?>> make) {
        this.code = code;
        this.make = make;
    }

    Map<?, ?> make(Map<Object, Object> entries) {
        return make.apply(entries);
    }

    int code() {
        return code;
    }

    static MapKind of(int code) {
        for (MapKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new ValueFormatException("map of kind " + code);
    }

    /** Whether two equal maps may iterate in different orders. */
    boolean isUnordered() {
        return this == FIXED || this == HASH;
    }

    static MapKind of(Map<?, ?> map) {
        Class<?> type = map.getClass();
        if (type == HashMap.class) {
            return HASH;
        } else if (type == LinkedHashMap.class) {
            return LINKED_HASH;
        } else if (map instanceof TreeMap<?, ?> sorted && sorted.comparator() == null) {
            return TREE;
        } else if (map instanceof EnumMap<?, ?>) {
            return map.isEmpty() ? TREE : ENUM;
        } else if (!(map instanceof TreeMap) && CollectionKind.isOfTheJdk(type)) {
            return FIXED;
        }
        throw new UnsupportedValueException("no form for a " + type.getName());
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // EnumMap checks that all keys are constants of one enum.
    private static Map<?, ?> enumMap(Map<Object, Object> entries) {
        return new EnumMap(entries);
    }
}
