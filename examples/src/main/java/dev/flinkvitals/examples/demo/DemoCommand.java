/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.demo;

import dev.flinkvitals.examples.cluster.Run;
import dev.flinkvitals.examples.lab.LabOptions;
import dev.flinkvitals.examples.parts.MavenClasspath;
import dev.flinkvitals.examples.parts.Workspace;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code examples/lab demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the product at work, on a real Flink cluster, a real Kafka broker and a real database.",
            "A healthy job, then two faults: a slow sink, which is detected and named, and a state that heads for"
                    + " exhaustion, which is forecast and saved. At the end the job is restored from the savepoint and"
                    + " every total is compared with the truth. Takes less than 4 minutes."
        },
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:All of it happened.", "1:Something did not; the last lines say what."})
public final class DemoCommand implements Callable<Integer> {
    @Mixin
    private final LabOptions options = new LabOptions();

    @Option(names = "--keep", description = "Leave everything running at the end, until Ctrl-C.")
    private boolean keep;

    private volatile boolean stopping;

    @Override
    public Integer call() {
        Screen screen = new Screen(System.out, Terminal.isTerminal(), Terminal.width(), System::nanoTime);
        Workspace workspace = Workspace.find();
        // What Maven has to fetch on the first run is not the demo's time.
        MavenClasspath parts = new MavenClasspath(workspace, screen);
        parts.flink(DemoWorld.FLINK_VERSION);
        parts.kafka();
        screen.restartClock();
        // Ctrl-C: the run's own hook ends the processes, and that they end is then no failure to talk about.
        Thread onStop = new Thread(() -> stopping = true, "demo-stop");
        Runtime.getRuntime().addShutdownHook(onStop);
        try (Run run = Run.open(workspace, "demo", options.keepLogs(), screen)) {
            DemoResult result = play(run, screen);
            return result.ok() ? 0 : 1;
        }
    }

    private DemoResult play(Run run, Screen screen) {
        screen.say("Starting Kafka, the database, and Flink with 1 JobManager and 2 TaskManagers");
        try (DemoWorld world = new DemoWorld(run, true)) {
            screen.say("Everything is up. Flink's page: " + world.flink().rest() + "  the product's page: "
                    + world.flink().rest() + "vitals");
            Scenario scenario = new Scenario(world, screen);
            try {
                scenario.run();
            } catch (DemoFailure | IllegalStateException | UncheckedIOException e) {
                fail(screen, e);
            }
            DemoResult result = scenario.result();
            summarize(result, screen);
            if (keep) {
                keepRunning(world, screen);
            }
            return result;
        } catch (DemoFailure | IllegalStateException | UncheckedIOException e) {
            fail(screen, e);
            DemoResult result = DemoResult.NOTHING.after(screen.seconds());
            summarize(result, screen);
            return result;
        }
    }

    private void fail(Screen screen, RuntimeException e) {
        if (!stopping) {
            screen.say("FAILED: " + e.getMessage());
        }
    }

    private void summarize(DemoResult result, Screen screen) {
        screen.release();
        if (stopping) {
            return;
        }
        result.toText().forEach(System.out::println);
        options.write(result.toJson());
    }

    private static void keepRunning(DemoWorld world, Screen screen) {
        world.generator().noteBytes(0);
        world.generator().resume();
        screen.say("Everything keeps running; stop it with Ctrl-C");
        screen.say("    Flink's page:       " + world.flink().rest());
        screen.say("    the product's page: " + world.flink().rest() + "vitals");
        screen.say("    as JSON:            " + world.flink().rest() + "vitals/api/v1/jobs");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
