/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.demo;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Looks at a job every half second, shows it, and waits for what should happen. No wait is longer than its limit or than what
 * is left of the demo's time.
 *
 * <p>Confined to one thread.
 */
final class Watch {
    private static final long POLL_MILLIS = 500;

    private final Screen screen;
    private final Supplier<Optional<JobView>> job;
    private final Runnable check;
    private final Duration ceiling;

    /**
     * Makes a watch.
     *
     * @param screen where the job is shown; its clock is the demo's
     * @param job what the product says now
     * @param check throws if the demo cannot go on
     * @param ceiling time on the screen's clock at which every wait ends
     */
    Watch(Screen screen, Supplier<Optional<JobView>> job, Runnable check, Duration ceiling) {
        this.screen = screen;
        this.job = job;
        this.check = check;
        this.ceiling = ceiling;
    }

    /**
     * Waits until the product says something.
     *
     * @param what what is waited for, completes "waited for …"
     * @param limit longest wait
     * @param condition asked about each view
     * @return the view that was as wanted
     * @throws DemoFailure when the time is over
     */
    JobView until(String what, Duration limit, Predicate<JobView> condition) {
        return untilSteady(what, limit, Duration.ZERO, condition);
    }

    /**
     * Waits until the product has said something for a while.
     *
     * @param what what is waited for, completes "waited for …"
     * @param limit longest wait
     * @param steady how long it has to say so without a break
     * @param condition asked about each view
     * @return the last view, as wanted like those before it
     * @throws DemoFailure when the time is over
     */
    JobView untilSteady(String what, Duration limit, Duration steady, Predicate<JobView> condition) {
        double start = screen.seconds();
        double since = start;
        String last = "nothing";
        while (true) {
            check.run();
            Optional<JobView> view = job.get();
            if (view.isPresent()) {
                screen.show(view.get());
                last = LiveTable.line(view.get());
            }
            if (view.filter(condition).isEmpty()) {
                since = screen.seconds();
            } else if (screen.seconds() - since >= steady.toSeconds()) {
                return view.get();
            }
            pause(what, start, limit, last);
        }
    }

    /**
     * Waits for something outside of what the product says, and goes on showing the job.
     *
     * @param what what is waited for
     * @param limit longest wait
     * @param condition asked again and again
     * @throws DemoFailure when the time is over
     */
    void untilTrue(String what, Duration limit, BooleanSupplier condition) {
        double start = screen.seconds();
        while (!condition.getAsBoolean()) {
            check.run();
            Optional<JobView> view = job.get();
            view.ifPresent(screen::show);
            pause(what, start, limit, view.map(LiveTable::line).orElse("nothing"));
        }
    }

    private void pause(String what, double start, Duration limit, String last) {
        double now = screen.seconds();
        if (now > ceiling.toSeconds()) {
            throw new DemoFailure("the demo's " + ceiling.toSeconds() + " s are over while it waited for " + what
                    + "; the product's last word: " + last);
        }
        if (now - start > limit.toSeconds()) {
            throw new DemoFailure(
                    "waited " + limit.toSeconds() + " s for " + what + "; the product's last word: " + last);
        }
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted", e);
        }
    }
}
