/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.config;

/** What kind of value a setting takes. */
public enum ValueType {
    BOOLEAN("boolean"),
    /** Flink's syntax: {@code 10 s}, {@code 500ms}, {@code 30 min}, {@code PT10S}; milliseconds if there is no unit. */
    DURATION("duration"),
    /** Flink's syntax: {@code 64 mb}, {@code 1g}; powers of 1024, bytes if there is no unit. */
    MEMORY_SIZE("memory size"),
    WHOLE_NUMBER("whole number"),
    NUMBER("number"),
    CHOICE("choice"),
    TEXT("text"),
    URL("URL"),
    /** {@code name=value,name=value} with percent-encoded values, as in OpenTelemetry's environment variables. */
    PAIRS("name=value list");

    private final String label;

    ValueType(String label) {
        this.label = label;
    }

    /** Name in the documentation and on the command line. */
    public String label() {
        return label;
    }
}
