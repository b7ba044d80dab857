/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.hook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What became of each hook in this JVM. Thread safe: written by whichever thread loads a class. */
public final class HookStates {
    private final Map<Hook, Status> states = new ConcurrentHashMap<>();

    /** All hooks waiting for their class. */
    public HookStates() {
        for (Hook hook : HookCatalogue.ALL) {
            states.put(hook, new Status(State.WAITING, ""));
        }
    }

    /** What can become of a hook. */
    public enum State {
        /** Its class was not loaded yet (many are not in a given process). */
        WAITING,
        /** Woven. */
        APPLIED,
        /** The class has no such method: this Flink is different. */
        MISSING,
        /** Weaving failed. */
        FAILED;

        /** Name in metrics and JSON. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * A hook's status.
     *
     * @param state what became of it
     * @param detail what went wrong; empty if nothing did
     */
    public record Status(State state, String detail) {}

    /**
     * Notes what became of a hook in one of its classes. Once applied it stays applied: another form of the class, from
     * another Flink version, may lack the method.
     */
    void note(Hook hook, State state, String detail) {
        states.compute(hook, (h, old) -> old != null && old.state() == State.APPLIED ? old : new Status(state, detail));
    }

    /** The status of one hook. */
    public Status of(Hook hook) {
        return states.getOrDefault(hook, new Status(State.WAITING, ""));
    }

    /** All hooks with their status, in the order of the catalogue. */
    public List<Map.Entry<Hook, Status>> all() {
        List<Map.Entry<Hook, Status>> all = new ArrayList<>();
        for (Hook hook : HookCatalogue.ALL) {
            all.add(Map.entry(hook, of(hook)));
        }
        return all;
    }
}
