/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder.value;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes objects of one class without running its constructor, and sets their fields. For the state of a health model, which
 * a file brings back. Thread safe.
 */
final class ObjectMaker {
    private final String name;
    private final Constructor<?> constructor;
    private final List<Field> fields;

    ObjectMaker(ClassDef def, Class<?> type) {
        this.name = def.name();
        if (type.isRecord() || type.isEnum() || type.isInterface()) {
            throw new ValueFormatException(name + " is something else in this version");
        }
        this.fields = ClassShape.fieldsOf(type);
        if (!fields.stream().map(Field::getName).toList().equals(def.fields())) {
            throw new ValueFormatException(name + " has other fields in this version");
        }
        this.constructor = constructor(type);
    }

    /**
     * What Java's own deserialization uses. {@code sun.reflect.ReflectionFactory} is the JDK's supported way to it (module
     * {@code jdk.unsupported}), but the compiler knows it only with a warning.
     */
    private static Constructor<?> constructor(Class<?> type) {
        try {
            Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
            Object instance = factory.getMethod("getReflectionFactory").invoke(null);
            return (Constructor<?>) factory.getMethod("newConstructorForSerialization", Class.class, Constructor.class)
                    .invoke(instance, type, Object.class.getDeclaredConstructor());
        } catch (ReflectiveOperationException e) {
            throw new ValueFormatException("this Java cannot restore objects", e);
        }
    }

    Object empty() {
        try {
            return constructor.newInstance();
        } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
            throw new ValueFormatException("cannot make a " + name, e);
        }
    }

    void set(Object owner, int field, @Nullable Object value) {
        try {
            fields.get(field).set(owner, value);
        } catch (IllegalAccessException | IllegalArgumentException e) {
            throw new ValueFormatException(
                    name + "." + fields.get(field).getName() + " takes no "
                            + (value == null ? "null" : value.getClass().getSimpleName()),
                    e);
        }
    }
}
