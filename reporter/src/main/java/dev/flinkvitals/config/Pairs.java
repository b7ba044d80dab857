/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A list like {@code name=value,name=value} in the syntax of OpenTelemetry's environment variables.
 *
 * @param values names and decoded values
 */
record Pairs(Map<String, String> values) {
    static final Pairs NONE = new Pairs(Map.of());

    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern PRINTABLE = Pattern.compile("[^\\p{Cntrl}]*");

    Pairs {
        values = Map.copyOf(values);
    }

    static Optional<Pairs> parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : text.split(",", -1)) {
            if (pair.isBlank()) {
                continue;
            }
            int equals = pair.indexOf('=');
            if (equals < 0) {
                return Optional.empty();
            }
            String name = pair.substring(0, equals).strip();
            Optional<String> value = decode(pair.substring(equals + 1).strip());
            if (!NAME.matcher(name).matches() || value.isEmpty()) {
                return Optional.empty();
            }
            values.put(name, value.get());
        }
        return Optional.of(new Pairs(values));
    }

    /** Percent-decodes; control characters are refused, since a line break would start another header. */
    private static Optional<String> decode(String encoded) {
        try {
            // URLDecoder reads forms, where a plus is a space; in a header it is a plus.
            String value = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
            return PRINTABLE.matcher(value).matches() ? Optional.of(value) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        // Values may be tokens.
        return "Pairs" + values.keySet();
    }
}
