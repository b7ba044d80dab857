/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.scenarios;

import dev.flinkvitals.examples.breaker.BreakerView;
import dev.flinkvitals.examples.breaker.Narrator;
import dev.flinkvitals.examples.breaker.Site;
import dev.flinkvitals.examples.breaker.Site.RunningTally;
import dev.flinkvitals.examples.breaker.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** A job on a site, and what the breaker has said of it so far. Not thread safe. */
final class ProtectedJob {
    private static final long POLL_MILLIS = 250;

    private final Stage stage;
    private final Site site;
    private final RunningTally job;
    private final Narrator narrator;
    private BreakerView last = BreakerView.NOTHING;

    /**
     * Submits it and waits until all of it runs.
     *
     * @param stage where it is played
     * @param site where it runs
     * @param name what it is called in what is said
     */
    ProtectedJob(Stage stage, Site site, String name) {
        this.stage = stage;
        this.site = site;
        this.job = site.submit(Optional.empty());
        this.narrator = new Narrator(line -> stage.say(name + line), Instant.now());
    }

    /** Waits until its health is known. */
    void waitUntilKnown() {
        site.waitUntilKnown(job);
    }

    /** Flink's id of it. */
    String id() {
        return job.id();
    }

    /** The job. */
    RunningTally job() {
        return job;
    }

    /** What the breaker says now; if it does not answer, what it said last. */
    BreakerView look() {
        site.breaker(job).ifPresent(view -> {
            last = view;
            narrator.tell(view);
        });
        return last;
    }

    /**
     * Waits until the breaker says something.
     *
     * @param what what is waited for, for the error
     * @param timeout longest wait
     * @param condition asked about each thing it says
     * @return what it said
     * @throws IllegalStateException when the time is over
     */
    BreakerView await(String what, Duration timeout, Predicate<BreakerView> condition) {
        long start = System.nanoTime();
        while (Stage.secondsSince(start) < timeout.toSeconds()) {
            if (condition.test(look())) {
                return last;
            }
            Stage.pause(POLL_MILLIS);
        }
        throw new IllegalStateException(what + ": not within " + timeout.toSeconds() + " s; last decisions: "
                + last.decisions().stream().limit(2).toList());
    }

    /** Counts what did harm: what the product calls harmful, or restarts, of which none is foreseen here. */
    void countHarm() {
        long harmful = look().harmful();
        long restarts = site.restarts(job).orElse(0);
        stage.proof().count("harmful_actions", Math.max(harmful, restarts));
        stage.proof().expect(harmful == 0, "the product says that " + harmful + " actions did harm");
        stage.proof().expect(restarts == 0, "the job restarted " + restarts + " times");
    }
}
