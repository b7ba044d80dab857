/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder.value;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** What the encoding sees of a class of ours: its name, and how to read its fields. Immutable. */
final class ClassShape {
    private static final String OURS = "dev.flinkvitals.";
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);

    private static final ClassValue<ClassShape> SHAPES = new ClassValue<>() {
        @Override
        protected ClassShape computeValue(Class<?> type) {
            return make(type);
        }
    };

    private final String name;
    private final Kind kind;
    private final List<String> fields;
    private final MethodHandle[] getters;

    /** How a class keeps its values. The codes are part of the format. */
    enum Kind {
        RECORD(0),
        /** A class with fields that may change. */
        OBJECT(1),
        ENUM(2);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static Kind of(int code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new ValueFormatException("class of kind " + code);
        }
    }

    private ClassShape(String name, Kind kind, List<String> fields, List<MethodHandle> getters) {
        this.name = name;
        this.kind = kind;
        this.fields = List.copyOf(fields);
        this.getters = getters.toArray(MethodHandle[]::new);
    }

    /** The shape of a record, an enum or another class of ours. */
    static ClassShape of(Class<?> type) {
        return SHAPES.get(type);
    }

    private static ClassShape make(Class<?> type) {
        if (!type.getName().startsWith(OURS) || type.isHidden() || type.isArray()) {
            throw new UnsupportedValueException("no form for a " + type.getName());
        }
        String name = type.getName().substring(OURS.length());
        try {
            if (type.isEnum()) {
                return new ClassShape(name, Kind.ENUM, List.of(), List.of());
            }
            return type.isRecord() ? ofRecord(name, type) : ofObject(name, type);
        } catch (IllegalAccessException e) {
            throw new UnsupportedValueException("cannot read the fields of " + type.getName() + ": " + e.getMessage());
        }
    }

    private static ClassShape ofRecord(String name, Class<?> type) throws IllegalAccessException {
        List<String> fields = new ArrayList<>();
        List<MethodHandle> getters = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            fields.add(component.getName());
            getters.add(LOOKUP.unreflect(accessor).asType(GETTER));
        }
        return new ClassShape(name, Kind.RECORD, fields, getters);
    }

    private static ClassShape ofObject(String name, Class<?> type) throws IllegalAccessException {
        List<String> fields = new ArrayList<>();
        List<MethodHandle> getters = new ArrayList<>();
        for (Field field : fieldsOf(type)) {
            fields.add(field.getName());
            getters.add(LOOKUP.unreflectGetter(field).asType(GETTER));
        }
        return new ClassShape(name, Kind.OBJECT, fields, getters);
    }

    /** The instance fields of a class and of those that it extends, its own ones first; accessible. */
    static List<Field> fieldsOf(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> owner = type; owner != null && owner != Object.class; owner = owner.getSuperclass()) {
            if (!owner.getName().startsWith(OURS) || owner.isAnonymousClass()) {
                throw new UnsupportedValueException("no form for a " + type.getName());
            }
            for (Field field : owner.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    fields.add(field);
                }
            }
        }
        // The order in which reflection gives fields is not specified.
        fields.sort((one, other) -> one.getName().compareTo(other.getName()));
        return fields;
    }

    String name() {
        return name;
    }

    Kind kind() {
        return kind;
    }

    /** Names of the fields: of a record as declared, of another class in the order of the alphabet. */
    List<String> fields() {
        return fields;
    }

    int size() {
        return getters.length;
    }

    /** The value of a field. */
    Object get(int field, Object owner) {
        try {
            return (Object) getters[field].invokeExact(owner);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a getter threw", e);
        }
    }
}
