/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.web;

import dev.flinkvitals.health.estimate.Interval;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonFactory;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonGenerator;

/**
 * Writes one JSON document, with the rules that hold for all of its fields: what is absent or not finite is {@code null},
 * durations are seconds, and texts are bounded.
 *
 * <p>Confined to one thread.
 */
final class JsonOut {
    /** An exception's message can be as long as the state that did not fit into it. */
    static final int MAX_TEXT_CHARS = 2_000;

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final double NANOS_PER_SECOND = 1e9;

    // Characters first, bytes later: Jackson's byte generator fails on half a surrogate pair, and names may hold one.
    private final StringWriter chars = new StringWriter();
    private final JsonGenerator json;

    private JsonOut() throws IOException {
        json = FACTORY.createGenerator(chars);
    }

    /** The document whose top-level object has the fields that {@code fields} writes, as UTF-8. */
    static byte[] document(Consumer<JsonOut> fields) {
        try {
            JsonOut out = new JsonOut();
            out.json.writeStartObject();
            fields.accept(out);
            out.json.writeEndObject();
            out.json.close();
            return out.chars.toString().getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void object(String name, Runnable fields) {
        write(() -> json.writeObjectFieldStart(name));
        fields.run();
        write(json::writeEndObject);
    }

    /** An array of objects. */
    <T> void array(String name, List<T> items, Consumer<T> fields) {
        write(() -> json.writeArrayFieldStart(name));
        for (T item : items) {
            write(json::writeStartObject);
            fields.accept(item);
            write(json::writeEndObject);
        }
        write(json::writeEndArray);
    }

    void text(String name, String value) {
        String bounded = value.length() <= MAX_TEXT_CHARS ? value : value.substring(0, MAX_TEXT_CHARS) + "…";
        write(() -> json.writeStringField(name, bounded));
    }

    /** The text of a value, or {@code null}. */
    void text(String name, Optional<?> value) {
        value.ifPresentOrElse(present -> text(name, present.toString()), () -> absent(name));
    }

    /** Texts one after the other. */
    void texts(String name, List<String> values) {
        write(() -> {
            json.writeArrayFieldStart(name);
            for (String value : values) {
                json.writeString(value);
            }
            json.writeEndArray();
        });
    }

    void flag(String name, boolean value) {
        write(() -> json.writeBooleanField(name, value));
    }

    void number(String name, long value) {
        write(() -> json.writeNumberField(name, value));
    }

    void number(String name, double value) {
        if (Double.isFinite(value)) {
            write(() -> json.writeNumberField(name, value));
        } else {
            absent(name);
        }
    }

    void number(String name, OptionalDouble value) {
        value.ifPresentOrElse(present -> number(name, present), () -> absent(name));
    }

    void number(String name, OptionalLong value) {
        value.ifPresentOrElse(present -> number(name, present), () -> absent(name));
    }

    void number(String name, OptionalInt value) {
        value.ifPresentOrElse(present -> number(name, (long) present), () -> absent(name));
    }

    void seconds(String name, Duration value) {
        number(name, value.getSeconds() + value.getNano() / NANOS_PER_SECOND);
    }

    void seconds(String name, Optional<Duration> value) {
        value.ifPresentOrElse(present -> seconds(name, present), () -> absent(name));
    }

    /** An estimate with its bounds, or {@code null}; a bound that is infinite is {@code null}. */
    void interval(String name, Optional<Interval> value) {
        value.ifPresentOrElse(
                known -> object(name, () -> {
                    number("low", known.low());
                    number("mid", known.mid());
                    number("high", known.high());
                }),
                () -> absent(name));
    }

    void absent(String name) {
        write(() -> json.writeNullField(name));
    }

    private static void write(Write write) {
        try {
            write.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A call of the generator; nothing here can really fail, it writes to memory. */
    private interface Write {
        void run() throws IOException;
    }
}
