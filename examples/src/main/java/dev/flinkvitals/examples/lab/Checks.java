/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flinkvitals.examples.parts.Progress;
import java.util.ArrayList;
import java.util.List;

/** A list of named checks, each of which is run and shown. Not thread safe. */
final class Checks {
    private final Progress progress;
    private final List<Outcome> outcomes = new ArrayList<>();

    private record Outcome(String name, boolean ok, String detail) {}

    /** A check that says what it saw, or throws what is wrong. */
    @FunctionalInterface
    interface Check {
        String run() throws Exception;
    }

    Checks(Progress progress) {
        this.progress = progress;
    }

    /**
     * Runs a check.
     *
     * @param name stable name for machines
     * @param check what is run
     * @return whether it passed
     */
    boolean check(String name, Check check) {
        try {
            return add(new Outcome(name, true, check.run()));
        } catch (Exception e) {
            return add(new Outcome(name, false, String.valueOf(e.getMessage())));
        }
    }

    private boolean add(Outcome outcome) {
        outcomes.add(outcome);
        progress.say((outcome.ok() ? "ok      " : "FAILED  ") + outcome.name() + ": " + outcome.detail());
        return outcome.ok();
    }

    boolean allOk() {
        return outcomes.stream().allMatch(Outcome::ok);
    }

    /** The outcomes for machines. */
    ArrayNode json() {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Outcome outcome : outcomes) {
            ObjectNode entry = array.addObject();
            entry.put("name", outcome.name());
            entry.put("ok", outcome.ok());
            entry.put("detail", outcome.detail());
        }
        return array;
    }
}
