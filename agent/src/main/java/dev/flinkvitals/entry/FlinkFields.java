/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.entry;

import java.lang.reflect.Field;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the few private fields of Flink's objects that have no accessor. */
public final class FlinkFields {
    private static final Logger LOG = LoggerFactory.getLogger(FlinkFields.class);

    private FlinkFields() {}

    /**
     * Reads a field of an object or of one of its superclasses.
     *
     * @param owner the object
     * @param name name of the field
     * @param type expected type of the value
     * @return the value; empty if this Flink has no such field, or its value is null or of another type
     */
    public static <T> Optional<T> read(Object owner, String name, Class<T> type) {
        for (Class<?> c = owner.getClass(); c != null; c = c.getSuperclass()) {
            try {
                Field field = c.getDeclaredField(name);
                field.setAccessible(true);
                Object value = field.get(owner);
                return type.isInstance(value) ? Optional.of(type.cast(value)) : Optional.empty();
            } catch (NoSuchFieldException e) {
                // It may be declared further up: the loop goes on.
            } catch (IllegalAccessException | RuntimeException e) {
                LOG.warn("Flink Vitals cannot read {}.{}: {}", c.getName(), name, e.toString());
                return Optional.empty();
            }
        }
        LOG.warn(
                "Flink Vitals: {} of this Flink version has no field {}",
                owner.getClass().getName(),
                name);
        return Optional.empty();
    }
}
