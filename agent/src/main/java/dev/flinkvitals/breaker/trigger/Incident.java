/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.trigger;

import dev.flinkvitals.config.Policy;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Follows the condition of one policy. While it lasts it is one incident with one id, also when another JobManager takes over;
 * when it ended and comes back, it is another one. An incident that got its action asks for no further one. Not thread safe.
 */
final class Incident {
    /** Without a colon, since a savepoint's directory is named by it, and HDFS allows none. */
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Policy policy;
    private final Duration calmToEnd;
    private Optional<String> id = Optional.empty();
    private Optional<String> last = Optional.empty();
    private boolean settled;
    private Optional<Duration> calmSince = Optional.empty();

    /**
     * No incident yet.
     *
     * @param policy whose; the id starts with it
     * @param calmToEnd how long the condition has to be known not to hold until the incident is over
     */
    Incident(Policy policy, Duration calmToEnd) {
        this.policy = policy;
        this.calmToEnd = calmToEnd;
    }

    /** Goes on with an incident that another breaker saw. */
    void restore(String restoredId, boolean gotItsAction) {
        id = Optional.of(restoredId);
        last = id;
        settled = gotItsAction;
        calmSince = Optional.empty();
    }

    /**
     * The condition holds.
     *
     * @return whether that is another incident
     */
    boolean present(Tick tick) {
        calmSince = Optional.empty();
        if (id.isPresent()) {
            return false;
        }
        String fresh = policy.label() + "-" + STAMP.format(tick.at());
        // A wall clock that was set back must not bring an old incident to life.
        id = Optional.of(last.filter(fresh::equals).isPresent() ? fresh + "-again" : fresh);
        last = id;
        settled = false;
        return true;
    }

    /**
     * The condition is known not to hold.
     *
     * @return id of the incident that is over now, if one is
     */
    Optional<String> absent(Tick tick) {
        if (id.isEmpty()) {
            return Optional.empty();
        }
        Duration since = calmSince.orElse(tick.elapsed());
        calmSince = Optional.of(since);
        if (tick.elapsed().minus(since).compareTo(calmToEnd) < 0) {
            return Optional.empty();
        }
        Optional<String> over = id;
        id = Optional.empty();
        calmSince = Optional.empty();
        return over;
    }

    /** The incident, while it lasts. */
    Optional<String> id() {
        return id;
    }

    /** The incident, if it lasts and got no action yet. */
    Optional<String> asks() {
        return settled ? Optional.empty() : id;
    }

    /** The incident got its action. */
    void settle() {
        settled = true;
    }
}
