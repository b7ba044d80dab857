/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.ledger;

import java.time.Duration;
import java.util.Optional;

/** What stops all actions of a cluster at once. */
public interface StopSwitch extends AutoCloseable {
    /** Nobody stops anything. */
    StopSwitch NEVER = new StopSwitch() {
        @Override
        public Optional<Boolean> isSet(Duration elapsed) {
            return Optional.of(false);
        }

        @Override
        public void close() {}
    };

    /**
     * What is known by now. Returns at once; asked once per cycle.
     *
     * @param elapsed elapsed time of the cycle
     * @return whether everything is stopped; empty: not known
     */
    Optional<Boolean> isSet(Duration elapsed);

    /** Returns at once. */
    @Override
    void close();
}
