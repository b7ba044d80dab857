/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.trigger;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether what a policy watches for is so, in one cycle. */
public sealed interface Condition {
    /** It is known not to be so, by a margin. */
    Condition CALM = new Calm();

    /** It is not so, but too near to it to say that it is over. */
    Condition FADING = new Fading();

    /** It cannot be told. */
    Condition UNKNOWN = new Unknown();

    /**
     * It is so.
     *
     * @param reason in words with numbers
     * @param deadline time left until an action would be too late; empty if there is no such limit
     * @param place the process that is in trouble, if it is one
     * @param signals what says the same, independently of each other, in words with numbers
     */
    record Holds(String reason, Optional<Duration> deadline, Optional<String> place, List<String> signals)
            implements Condition {
        /** Copies the list. */
        public Holds {
            signals = List.copyOf(signals);
        }
    }

    /** See {@link #CALM}. */
    record Calm() implements Condition {}

    /** See {@link #FADING}. */
    record Fading() implements Condition {}

    /** See {@link #UNKNOWN}. */
    record Unknown() implements Condition {}
}
