/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.recorder.value;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A class as the file describes it, and what this version makes of it. Not thread safe. */
final class ClassDef {
    private final String name;
    private final ClassShape.Kind kind;
    private final List<String> fields;
    private @Nullable RecordMaker records;
    private @Nullable ObjectMaker objects;
    private @Nullable Class<?> type;

    ClassDef(String name, ClassShape.Kind kind, List<String> fields) {
        this.name = name;
        this.kind = kind;
        this.fields = List.copyOf(fields);
    }

    String name() {
        return name;
    }

    ClassShape.Kind kind() {
        return kind;
    }

    List<String> fields() {
        return fields;
    }

    private Class<?> type() {
        Class<?> found = type;
        if (found == null) {
            found = Ours.find(name);
            type = found;
        }
        return found;
    }

    /** The constant of an enum. */
    Object constant(String constant) {
        Class<?> found = type();
        if (found.isEnum()) {
            for (Object each : found.getEnumConstants()) {
                if (((Enum<?>) each).name().equals(constant)) {
                    return each;
                }
            }
        }
        throw new ValueFormatException("this version has no " + name + " " + constant);
    }

    /**
     * How a record is made.
     *
     * @param strict whether it has to have the very fields of the file; else a missing one gets the value that stands for
     *     "not known", and what this version does not have is left out
     */
    RecordMaker records(boolean strict) {
        RecordMaker found = records;
        if (found == null) {
            found = new RecordMaker(this, type(), strict);
            records = found;
        }
        return found;
    }

    /** How an object with state is made; it has to have the very fields of the file. */
    ObjectMaker objects() {
        ObjectMaker found = objects;
        if (found == null) {
            found = new ObjectMaker(this, type());
            objects = found;
        }
        return found;
    }
}
