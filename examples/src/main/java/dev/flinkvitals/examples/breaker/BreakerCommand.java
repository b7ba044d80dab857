/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flinkvitals.examples.breaker.scenarios.BreakerScenarios;
import dev.flinkvitals.examples.breaker.scenarios.LeaderKills;
import dev.flinkvitals.examples.cluster.Run;
import dev.flinkvitals.examples.lab.LabOptions;
import dev.flinkvitals.examples.parts.Progress;
import dev.flinkvitals.examples.parts.Workspace;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code examples/lab breaker}. */
@Command(
        name = "breaker",
        mixinStandardHelpOptions = true,
        description = {
            "Puts jobs on real Flink clusters into danger, and checks that the breaker saves their state in time,"
                    + " that it holds still where acting would do harm, and that it survives the loss of its"
                    + " JobManager."
        },
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:All of it was as it has to be.", "1:Something was not; the last lines say what."})
public final class BreakerCommand implements Callable<Integer> {
    @Mixin
    private final LabOptions options = new LabOptions();

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "Only these; default: all of " + BreakerScenarios.NAMES + ".")
    private List<String> only = List.of();

    @Option(names = "--reps", paramLabel = "N", description = "How often each is played; default: its own number.")
    private int repetitions;

    @Option(
            names = "--kills",
            paramLabel = "N",
            description = "How often " + LeaderKills.NAME + " kills a leader; default: 20.")
    private int kills;

    @Override
    public Integer call() {
        List<BreakerScenario> scenarios = BreakerScenarios.named(only);
        Progress progress = options.progress();
        List<Proof> proofs = new ArrayList<>();
        for (BreakerScenario scenario : scenarios) {
            progress.say(scenario.name() + ": " + scenario.description());
            proofs.add(play(scenario, progress));
            // Now and not only at the end, so that a run that is interrupted is not lost.
            options.write(summary(proofs));
        }
        progress.say("summary");
        proofs.forEach(proof ->
                progress.say("  " + proof.scenario() + ": " + (proof.ok() ? "ok" : String.join("; ", proof.missed()))));
        return proofs.stream().allMatch(Proof::ok) ? 0 : 1;
    }

    /** A scenario that cannot be played to its end is a result too. */
    private Proof play(BreakerScenario scenario, Progress progress) {
        Proof proof = new Proof(scenario.name());
        try (Run run = Run.open(Workspace.find(), "breaker", options.keepLogs(), progress)) {
            scenario.play(new Stage(run, proof), times(scenario));
        } catch (IllegalStateException | UncheckedIOException e) {
            progress.say(scenario.name() + ": " + e.getMessage());
            proof.expect(
                    false, String.valueOf(e.getMessage()).lines().findFirst().orElse("failed"));
        }
        return proof;
    }

    private int times(BreakerScenario scenario) {
        int asked = scenario.name().equals(LeaderKills.NAME) ? kills : repetitions;
        return asked > 0 ? asked : scenario.repetitions();
    }

    private ObjectNode summary(List<Proof> proofs) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("ok", proofs.stream().allMatch(Proof::ok));
        Map<String, Long> counts = new TreeMap<>();
        for (Proof proof : proofs) {
            String name = proof.scenario().replace('-', '_');
            // A count of the same name is what a reader looks for.
            json.set(proof.counts().containsKey(name) ? name + "_played" : name, proof.toJson());
            proof.counts().forEach((counted, times) -> counts.merge(counted, times, Long::sum));
        }
        counts.forEach(json::put);
        json.put("seconds", Math.round(options.seconds()));
        return json;
    }
}
