/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.inside;

import dev.flinkvitals.signals.StateDeclaration;
import dev.flinkvitals.signals.VertexId;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.typeutils.base.ListSerializer;
import org.apache.flink.api.common.typeutils.base.MapSerializer;

/**
 * Reads Flink's state descriptors. Runs on a task's thread: it calls getters of Flink's, no code of the user. In particular not
 * {@code getSerializer}, which makes a duplicate with the user's serializer.
 */
final class StateDescriptors {
    private static final Optional<Field> SERIALIZER = serializerField();

    private StateDescriptors() {}

    /** What a descriptor declares for a vertex. */
    static StateDeclaration read(VertexId vertex, StateDescriptor<?, ?> descriptor) {
        return new StateDeclaration(
                vertex, descriptor.getName(), kind(descriptor), serializer(descriptor), timeToLive(descriptor));
    }

    private static String kind(StateDescriptor<?, ?> descriptor) {
        String type = descriptor.getType().name();
        return type.charAt(0) + type.substring(1).toLowerCase(Locale.ROOT) + "State";
    }

    private static Optional<Duration> timeToLive(StateDescriptor<?, ?> descriptor) {
        StateTtlConfig config = descriptor.getTtlConfig();
        return config.isEnabled() ? Optional.of(config.getTimeToLive()) : Optional.empty();
    }

    /** Class name of what serializes a value, or an element of it; empty text if this Flink keeps it elsewhere. */
    private static String serializer(StateDescriptor<?, ?> descriptor) {
        if (SERIALIZER.isEmpty()) {
            return "";
        }
        try {
            Object serializer = ((AtomicReference<?>) SERIALIZER.get().get(descriptor)).get();
            if (serializer instanceof MapSerializer<?, ?> map) {
                serializer = map.getValueSerializer();
            } else if (serializer instanceof ListSerializer<?> list) {
                serializer = list.getElementSerializer();
            }
            return serializer == null ? "" : serializer.getClass().getName();
        } catch (IllegalAccessException e) {
            return "";
        }
    }

    private static Optional<Field> serializerField() {
        try {
            Field field = StateDescriptor.class.getDeclaredField("serializerAtomicReference");
            field.setAccessible(true);
            return Optional.of(field);
        } catch (NoSuchFieldException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
