/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker;

/** Something that happens to jobs on a real cluster, and what the breaker has to do about it. Stateless. */
public interface BreakerScenario {
    /** Its name on the command line. */
    String name();

    /** What happens, in a few words. */
    String description();

    /** How often it is played if nothing is said. */
    default int repetitions() {
        return 1;
    }

    /**
     * Plays it some times. It starts its own cluster, and ends it.
     *
     * @param stage where it is played, and where it writes down what it saw
     * @param repetitions how often, 1 or more
     * @throws IllegalStateException if something does not happen in its time
     */
    void play(Stage stage, int repetitions);
}
