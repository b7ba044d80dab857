/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What came of a scenario: what was measured, what was counted, and what should have been otherwise. What did not happen is
 * not in it. Not thread safe.
 */
public final class Proof {
    private final String scenario;
    private final ObjectNode measured = JsonNodeFactory.instance.objectNode();
    private final Map<String, Long> counts = new TreeMap<>();
    private final List<String> missed = new ArrayList<>();

    /**
     * A proof that knows nothing yet.
     *
     * @param scenario name of the scenario
     */
    public Proof(String scenario) {
        this.scenario = scenario;
    }

    /** Where the scenario writes down what it measured. */
    public ObjectNode measured() {
        return measured;
    }

    /**
     * Writes down a time.
     *
     * @param where an object in {@link #measured}
     * @param name its name, which ends in {@code _s}
     * @param seconds the time; empty: left out
     */
    public static void seconds(ObjectNode where, String name, Optional<Double> seconds) {
        seconds.ifPresent(value -> where.put(name, BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_UP)));
    }

    /**
     * Counts something that is added up over all scenarios.
     *
     * @param name its name in the summary
     * @param times how often; 0 says that it was looked for
     */
    public void count(String name, long times) {
        counts.merge(name, times, Long::sum);
    }

    /**
     * Writes down what has to hold.
     *
     * @param holds whether it does
     * @param otherwise what is said if not
     */
    public void expect(boolean holds, String otherwise) {
        if (!holds) {
            missed.add(otherwise);
        }
    }

    /** Whether all of it was as expected. */
    public boolean ok() {
        return missed.isEmpty();
    }

    /** What was not as expected. */
    public List<String> missed() {
        return List.copyOf(missed);
    }

    /** Name of the scenario. */
    public String scenario() {
        return scenario;
    }

    /** See {@link #count}. */
    Map<String, Long> counts() {
        return counts;
    }

    /** For machines. */
    ObjectNode toJson() {
        ObjectNode json = measured.deepCopy();
        json.put("ok", ok());
        if (!ok()) {
            missed.forEach(json.putArray("missed")::add);
        }
        return json;
    }
}
