/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder.value;

import dev.flinkvitals.signals.ByteSink;
import dev.flinkvitals.signals.ByteSource;
import java.lang.reflect.Array;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Arrays: the name of the element's class, the length, the elements. */
final class ArrayForm {
    private ArrayForm() {}

    static void write(ValueWriter writer, ByteSink out, Object array) {
        Class<?> element = array.getClass().getComponentType();
        int length = Array.getLength(array);
        out.text(element.getName());
        out.varint(length);
        if (array instanceof double[] numbers) {
            for (double number : numbers) {
                out.varint(Long.reverse(Double.doubleToRawLongBits(number)));
            }
        } else if (array instanceof long[] numbers) {
            for (long number : numbers) {
                out.signed(number);
            }
        } else if (array instanceof int[] numbers) {
            for (int number : numbers) {
                out.signed(number);
            }
        } else if (array instanceof boolean[] flags) {
            for (boolean flag : flags) {
                out.octet(flag ? 1 : 0);
            }
        } else if (array instanceof short[] numbers) {
            for (short number : numbers) {
                out.signed(number);
            }
        } else if (array instanceof byte[] bytes) {
            out.bytes(bytes);
        } else if (array instanceof char[] characters) {
            for (char character : characters) {
                out.varint(character);
            }
        } else if (array instanceof float[] numbers) {
            for (float number : numbers) {
                out.signed(Float.floatToRawIntBits(number));
            }
        } else if (array instanceof @Nullable Object[] elements) {
            for (Object each : elements) {
                writer.write(each, null);
            }
        } else {
            throw new UnsupportedValueException("no form for an array of " + element.getName());
        }
    }

    /** Fills an array of a primitive type; false for one of objects. */
    static boolean readPrimitives(ByteSource in, Object array) {
        if (array instanceof double[] numbers) {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Double.longBitsToDouble(Long.reverse(in.varint()));
            }
        } else if (array instanceof long[] numbers) {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = in.signed();
            }
        } else if (array instanceof int[] numbers) {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (int) in.signed();
            }
        } else if (array instanceof boolean[] flags) {
            for (int i = 0; i < flags.length; i++) {
                flags[i] = in.octet() != 0;
            }
        } else {
            return readRarePrimitives(in, array);
        }
        return true;
    }

    private static boolean readRarePrimitives(ByteSource in, Object array) {
        if (array instanceof short[] numbers) {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (short) in.signed();
            }
        } else if (array instanceof byte[] bytes) {
            System.arraycopy(in.bytes(bytes.length), 0, bytes, 0, bytes.length);
        } else if (array instanceof char[] characters) {
            for (int i = 0; i < characters.length; i++) {
                characters[i] = (char) in.varint();
            }
        } else if (array instanceof float[] numbers) {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Float.intBitsToFloat((int) in.signed());
            }
        } else {
            return false;
        }
        return true;
    }

    /** The class of the elements. */
    static Class<?> elementClass(String name) {
        return switch (name) {
            case "double" -> double.class;
            case "long" -> long.class;
            case "int" -> int.class;
            case "boolean" -> boolean.class;
            case "short" -> short.class;
            case "byte" -> byte.class;
            case "char" -> char.class;
            case "float" -> float.class;
            case "[D" -> double[].class;
            case "[J" -> long[].class;
            case "[I" -> int[].class;
            case "[Z" -> boolean[].class;
            case "[S" -> short[].class;
            case "[B" -> byte[].class;
            case "[F" -> float[].class;
            case "java.lang.Object" -> Object.class;
            case "java.lang.String" -> String.class;
            case "java.lang.Long" -> Long.class;
            case "java.lang.Double" -> Double.class;
            case "java.lang.Integer" -> Integer.class;
            case "java.time.Duration" -> Duration.class;
            case "java.time.Instant" -> Instant.class;
            case "java.util.List" -> List.class;
            case "java.util.Map" -> Map.class;
            default -> Ours.find(name.startsWith(Ours.PREFIX) ? name.substring(Ours.PREFIX.length()) : name);
        };
    }
}
