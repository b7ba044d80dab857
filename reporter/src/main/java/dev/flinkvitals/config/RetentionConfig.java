/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How long savepoints that the agent took are kept. Without a limit, which is the default, nothing is ever deleted.
 *
 * @param count most verified savepoints to keep of a job, from 1 on; empty: no limit
 * @param age how old a savepoint may get; empty: no limit
 */
public record RetentionConfig(OptionalInt count, Optional<Duration> age) {
    /** Keeps everything. */
    public static final RetentionConfig NONE = new RetentionConfig(OptionalInt.empty(), Optional.empty());

    /** Whether there is a limit at all. */
    public boolean isLimited() {
        return count.isPresent() || age.isPresent();
    }
}
