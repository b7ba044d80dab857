/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder;

import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.JobReading;
import dev.flinkvitals.signals.VertexId;
import java.lang.reflect.Constructor;
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
 * Readings whose every field is random, absurd values included, made from the records' own components: a field that is added
 * to a reading is in the next test run.
 */
public final class RandomReadings {
    private static final long[] NUMBERS = {0, 1, -1, 127, 128, Long.MAX_VALUE, Long.MIN_VALUE};
    private static final double[] RATIOS = {
        0, -0.0, 1, 0.1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE
    };
    private static final String[] TEXTS = {"", "orders", "späť 速い", "\ud83d\ude00", "a\nb\u0000c"};

    private final Random random;

    public RandomReadings(long seed) {
        random = new Random(seed);
    }

    /** A reading that shares nothing with the one before. */
    public JobReading any() {
        return make(JobReading.class);
    }

    /** A reading that differs from the given one in some fields. */
    public JobReading after(JobReading before) {
        return (JobReading) mutate(before, JobReading.class);
    }

    public <T> T make(Class<T> type) {
        return type.cast(any(type));
    }

    private Object mutate(Object before, Type type) {
        if (before instanceof Record record && before.getClass() == type && !isId(type) && random.nextInt(5) > 0) {
            RecordComponent[] components = record.getClass().getRecordComponents();
            Object[] values = new Object[components.length];
            for (int i = 0; i < values.length; i++) {
                Object value = get(components[i], record);
                values[i] = random.nextInt(3) == 0 ? mutate(value, components[i].getGenericType()) : value;
            }
            return construct(record.getClass(), values);
        }
        if (before instanceof List<?> list && type instanceof ParameterizedType parameterized) {
            Type element = parameterized.getActualTypeArguments()[0];
            List<Object> changed = new ArrayList<>();
            list.forEach(each -> changed.add(random.nextBoolean() ? mutate(each, element) : each));
            return changed;
        }
        return any(type);
    }

    private static boolean isId(Type type) {
        return type == JobId.class || type == VertexId.class;
    }

    private static Object get(RecordComponent component, Record owner) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(owner);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new LinkageError("no accessor", e);
        }
    }

    private Object any(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            Type inner = parameterized.getActualTypeArguments()[0];
            if (parameterized.getRawType() == Optional.class) {
                return random.nextBoolean() ? Optional.empty() : Optional.of(any(inner));
            }
            List<Object> elements = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                elements.add(any(inner));
            }
            return elements;
        }
        return scalar((Class<?>) type);
    }

    private Object scalar(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return random.nextBoolean();
        } else if (type == int.class || type == Integer.class) {
            return random.nextInt(3) == 0 ? random.nextInt(Integer.MAX_VALUE) : random.nextInt(10);
        } else if (type == long.class || type == Long.class) {
            return number();
        } else if (type == double.class || type == Double.class) {
            return ratio();
        } else if (type == OptionalInt.class) {
            return random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt());
        } else if (type == OptionalLong.class) {
            return random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(number());
        } else if (type == OptionalDouble.class) {
            return random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(ratio());
        } else if (type == String.class) {
            return random.nextInt(3) == 0 ? "text " + random.nextInt(20) : TEXTS[random.nextInt(TEXTS.length)];
        } else if (type == Instant.class) {
            return random.nextBoolean()
                    ? Instant.ofEpochMilli(random.nextInt())
                    : Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
        } else if (type == Duration.class) {
            return random.nextBoolean() ? Duration.ofMillis(random.nextInt()) : Duration.ofNanos(random.nextLong());
        } else if (type == JobId.class) {
            return new JobId(hex());
        } else if (type == VertexId.class) {
            return new VertexId(hex());
        } else if (type.isEnum()) {
            Object[] constants = type.getEnumConstants();
            return constants[random.nextInt(constants.length)];
        }
        return construct(
                type,
                Arrays.stream(type.getRecordComponents())
                        .map(component -> any(component.getGenericType()))
                        .toArray());
    }

    private static Object construct(Class<?> type, Object[] values) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("cannot make a random " + type, e);
        }
    }

    private String hex() {
        return String.format("%032x", random.nextInt(5));
    }

    private long number() {
        return switch (random.nextInt(3)) {
            case 0 -> NUMBERS[random.nextInt(NUMBERS.length)];
            case 1 -> random.nextInt(1000);
            default -> random.nextLong();
        };
    }

    private double ratio() {
        return random.nextBoolean() ? random.nextDouble() : RATIOS[random.nextInt(RATIOS.length)];
    }
}
