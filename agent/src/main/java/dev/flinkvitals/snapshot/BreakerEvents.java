/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import dev.flinkvitals.breaker.BreakerEvent;
import dev.flinkvitals.breaker.fleet.FleetVerdict;
import dev.flinkvitals.export.Event;
import dev.flinkvitals.signals.Tick;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What the breaker tells besides decisions and results, as events for export. */
final class BreakerEvents {
    /** Name of the events. */
    static final String TRANSITION = "flink.vitals.breaker.transition";

    private BreakerEvents() {}

    /** A change of an incident, of a circuit, or of what became of a job. */
    static Event transition(BreakerEvent event, Map<String, Object> job) {
        Map<String, Object> attributes = new HashMap<>(job);
        attributes.put("transition", event.kind().label());
        attributes.put("action", event.action().label());
        attributes.put("mode", event.mode().name().toLowerCase(Locale.ROOT));
        event.policy().ifPresent(policy -> attributes.put("policy", policy.label()));
        event.incident().ifPresent(incident -> attributes.put("incident", incident));
        return new Event(TRANSITION, severity(event.kind()), event.at(), event.text(), attributes);
    }

    private static Event.Severity severity(BreakerEvent.Kind kind) {
        return switch (kind) {
            case HARMFUL -> Event.Severity.ERROR;
            case CIRCUIT_OPENED, BLACKLISTED, FLAPPING -> Event.Severity.WARN;
            case INCIDENT_OPENED, INCIDENT_OVER, CIRCUIT_HALF_OPEN, CIRCUIT_CLOSED, UNHARMED, OUTCOME_UNKNOWN ->
                Event.Severity.INFO;
        };
    }

    /** Many jobs are ill at once: nobody acts. */
    static Event fleetHeld(Tick tick, FleetVerdict verdict) {
        return new Event(
                TRANSITION,
                Event.Severity.ERROR,
                tick.at(),
                verdict.evidence(),
                Map.of("transition", "fleet_held", "ill", (long) verdict.ill(), "jobs", (long) verdict.jobs()));
    }
}
