/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.faults;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flinkvitals.examples.cluster.Run;
import dev.flinkvitals.examples.faults.scenarios.Scenarios;
import dev.flinkvitals.examples.lab.LabOptions;
import dev.flinkvitals.examples.parts.Progress;
import dev.flinkvitals.examples.parts.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code examples/lab faults}. */
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        description = {
            "Puts faults into a job on a real Flink cluster, and compares what the product says with the truth.",
            "Each takes about a minute and a half. Controls are healthy: whatever is said of them is wrong."
        },
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:Every fault was found with the right cause at the right place, and nothing else was said.",
            "1:Something was not; the last lines say what."
        })
public final class FaultsCommand implements Callable<Integer> {
    @Mixin
    private final LabOptions options = new LabOptions();

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "Only these; default: all of " + Scenarios.NAMES + ".")
    private List<String> only = List.of();

    @Option(names = "--reps", paramLabel = "N", description = "Runs of each; default: 1.")
    private int repetitions = 1;

    @Override
    public Integer call() {
        List<FaultScenario> scenarios = Scenarios.named(only);
        Progress progress = options.progress();
        List<FaultRun> runs = new ArrayList<>();
        try (Run run = Run.open(Workspace.find(), "faults", options.keepLogs(), progress);
                Plant plant = new Plant(run)) {
            for (int repetition = 1; repetition <= repetitions; repetition++) {
                for (FaultScenario scenario : scenarios) {
                    runs.add(new FaultRunner(run, plant, scenario, repetition).play());
                    // Now and not only at the end, so that a run that is interrupted is not lost.
                    options.write(summary(runs));
                }
            }
        }
        progress.say("summary");
        runs.forEach(run -> progress.say("  " + run.toText()));
        return runs.stream().allMatch(FaultRun::ok) ? 0 : 1;
    }

    private ObjectNode summary(List<FaultRun> runs) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("ok", runs.stream().allMatch(FaultRun::ok));
        runs.forEach(run -> json.withArray("/runs").add(run.toJson()));
        json.put("seconds", Math.round(options.seconds()));
        return json;
    }
}
