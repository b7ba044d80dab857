/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;

/**
 * Records with whatever values their types allow, the ends of the number types, NaN and infinities included. It follows the
 * types, so a field that is added to a reading is covered without a change here. Ids and names come from small pools, so that
 * parts of a reading refer to each other.
 */
public final class RandomRecords {
    private static final int POOL = 5;
    private static final long YEAR_9999_MILLIS = 253_000_000_000_000L;
    private static final double[] EXTREMES = {
        0, -1, 1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MAX_VALUE, Double.MIN_VALUE
    };
    private static final long[] LONGS = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, Integer.MAX_VALUE};

    private final Random random;

    /**
     * A source of records.
     *
     * @param random where chance comes from
     */
    public RandomRecords(Random random) {
        this.random = random;
    }

    /**
     * A record of the given type.
     *
     * @param type the type
     * @return a value of it
     */
    public <T> T next(Class<T> type) {
        return type.cast(value(type));
    }

    private Object value(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type argument = generic.getActualTypeArguments()[0];
            return generic.getRawType() == List.class
                    ? list(argument)
                    : random.nextBoolean() ? Optional.of(value(argument)) : Optional.empty();
        }
        Class<?> plain = (Class<?>) type;
        if (plain == VertexId.class) {
            return new VertexId("0".repeat(31) + random.nextInt(POOL));
        }
        if (plain == JobId.class) {
            return new JobId("a".repeat(32));
        }
        if (plain.isRecord()) {
            return record(plain);
        }
        if (plain.isEnum()) {
            return plain.getEnumConstants()[random.nextInt(plain.getEnumConstants().length)];
        }
        return simple(plain);
    }

    private Object simple(Class<?> type) {
        if (type == long.class) {
            return whole();
        }
        if (type == int.class || type == Integer.class) {
            return random.nextInt(8) == 0 ? Integer.MAX_VALUE : random.nextInt(POOL);
        }
        if (type == double.class) {
            return number();
        }
        if (type == boolean.class || type == Boolean.class) {
            return random.nextBoolean();
        }
        if (type == String.class) {
            return "name-" + random.nextInt(POOL);
        }
        if (type == Instant.class) {
            return Instant.ofEpochMilli(random.nextLong(YEAR_9999_MILLIS));
        }
        if (type == Duration.class) {
            return Duration.ofMillis(
                    random.nextBoolean() ? random.nextInt(100_000) : random.nextLong(YEAR_9999_MILLIS));
        }
        if (type == OptionalLong.class) {
            return random.nextInt(4) == 0 ? OptionalLong.empty() : OptionalLong.of(whole());
        }
        if (type == OptionalInt.class) {
            return random.nextInt(4) == 0 ? OptionalInt.empty() : OptionalInt.of(random.nextInt(POOL));
        }
        if (type == OptionalDouble.class) {
            return random.nextInt(4) == 0 ? OptionalDouble.empty() : OptionalDouble.of(number());
        }
        throw new IllegalStateException("no values of " + type);
    }

    private long whole() {
        return random.nextInt(5) == 0 ? LONGS[random.nextInt(LONGS.length)] : random.nextInt(1_000_000);
    }

    private double number() {
        return random.nextInt(5) == 0 ? EXTREMES[random.nextInt(EXTREMES.length)] : random.nextDouble() * 2;
    }

    private List<Object> list(Type element) {
        List<Object> values = new ArrayList<>();
        for (int i = random.nextInt(POOL); i > 0; i--) {
            values.add(value(element));
        }
        return values;
    }

    private Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(components)
                .map(component -> value(component.getGenericType()))
                .toArray();
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new IllegalStateException(type.getName(), e);
        }
    }
}
