/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** What came of an action. */
sealed interface FlightResult {
    /** Calls the function of this case. */
    <R> R fold(
            Function<Done, R> onDone,
            Function<Failed, R> onFailed,
            Function<Lost, R> onLost,
            Function<NotTriggered, R> onNotTriggered);

    /**
     * It completed; a savepoint was read back.
     *
     * @param path where a savepoint was written
     * @param checkpointId id of a checkpoint
     */
    record Done(Optional<String> path, OptionalLong checkpointId) implements FlightResult {
        @Override
        public <R> R fold(
                Function<Done, R> onDone,
                Function<Failed, R> onFailed,
                Function<Lost, R> onLost,
                Function<NotTriggered, R> onNotTriggered) {
            return onDone.apply(this);
        }
    }

    /**
     * Nothing came of it, for certain.
     *
     * @param error what went wrong
     */
    record Failed(Throwable error) implements FlightResult {
        @Override
        public <R> R fold(
                Function<Done, R> onDone,
                Function<Failed, R> onFailed,
                Function<Lost, R> onLost,
                Function<NotTriggered, R> onNotTriggered) {
            return onFailed.apply(this);
        }
    }

    /**
     * Nobody knows what came of it.
     *
     * @param error why not
     */
    record Lost(Throwable error) implements FlightResult {
        @Override
        public <R> R fold(
                Function<Done, R> onDone,
                Function<Failed, R> onFailed,
                Function<Lost, R> onLost,
                Function<NotTriggered, R> onNotTriggered) {
            return onLost.apply(this);
        }
    }

    /**
     * It was held back right before the trigger.
     *
     * @param reason why
     * @param written whether the ledger tells so already
     */
    record NotTriggered(String reason, boolean written) implements FlightResult {
        @Override
        public <R> R fold(
                Function<Done, R> onDone,
                Function<Failed, R> onFailed,
                Function<Lost, R> onLost,
                Function<NotTriggered, R> onNotTriggered) {
            return onNotTriggered.apply(this);
        }
    }
}
