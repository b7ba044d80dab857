/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder.value;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes records of one class through their canonical constructor, which checks what it gets. Thread safe. */
final class RecordMaker {
    /** What stands for "not known" or "nothing" where a file does not tell. */
    private static final Map<Class<?>, Object> ABSENT = Map.ofEntries(
            Map.entry(Optional.class, Optional.empty()),
            Map.entry(OptionalInt.class, OptionalInt.empty()),
            Map.entry(OptionalLong.class, OptionalLong.empty()),
            Map.entry(OptionalDouble.class, OptionalDouble.empty()),
            Map.entry(List.class, List.of()),
            Map.entry(Set.class, Set.of()),
            Map.entry(Map.class, Map.of()),
            Map.entry(String.class, ""),
            Map.entry(boolean.class, false),
            Map.entry(int.class, 0),
            Map.entry(long.class, 0L),
            Map.entry(double.class, 0.0));

    private static final List<String> ABSENT_CONSTANTS = List.of("UNKNOWN", "NONE");

    private final String name;
    private final MethodHandle constructor;

    /** For each component, its place in the file; -1 if the file does not have it. */
    private final int[] sources;

    private final @Nullable Object[] absent;

    RecordMaker(ClassDef def, Class<?> type, boolean strict) {
        this.name = def.name();
        if (!type.isRecord()) {
            throw new ValueFormatException(name + " is no record in this version");
        }
        RecordComponent[] components = type.getRecordComponents();
        List<String> own =
                Arrays.stream(components).map(RecordComponent::getName).toList();
        if (strict && !own.equals(def.fields())) {
            throw new ValueFormatException(name + " has other fields in this version");
        }
        this.sources = own.stream().mapToInt(def.fields()::indexOf).toArray();
        this.absent = new @Nullable Object[components.length];
        for (int i = 0; i < sources.length; i++) {
            absent[i] = sources[i] < 0 ? absent(components[i]) : null;
        }
        this.constructor = constructor(type, components);
    }

    private static MethodHandle constructor(Class<?> type, RecordComponent[] components) {
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<?> canonical = type.getDeclaredConstructor(types);
            canonical.setAccessible(true);
            return MethodHandles.lookup()
                    .unreflectConstructor(canonical)
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("every record has a canonical constructor", e);
        }
    }

    private Object absent(RecordComponent component) {
        Object byType = ABSENT.get(component.getType());
        if (byType != null) {
            return byType;
        }
        for (Field field : component.getType().getDeclaredFields()) {
            if (ABSENT_CONSTANTS.contains(field.getName())
                    && Modifier.isStatic(field.getModifiers())
                    && field.getType() == component.getType()) {
                try {
                    field.setAccessible(true);
                    return field.get(null);
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException("made accessible", e);
                }
            }
        }
        throw new ValueFormatException("the file has no " + component.getName() + " of " + name);
    }

    /** For each component, its place in the file; -1 if it is not there. */
    int source(int component) {
        return sources[component];
    }

    int size() {
        return sources.length;
    }

    @Nullable
    Object absent(int component) {
        return absent[component];
    }

    Object make(@Nullable Object[] values) {
        try {
            return (Object) constructor.invokeExact(values);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new ValueFormatException("not a " + name + ": " + e.getMessage(), e);
        }
    }
}
