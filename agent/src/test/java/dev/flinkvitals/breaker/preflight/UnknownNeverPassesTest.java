/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.Check;
import dev.flinkvitals.breaker.PreflightEvidence.CanaryResult;
import dev.flinkvitals.breaker.Rule;
import dev.flinkvitals.breaker.Situation;
import dev.flinkvitals.breaker.Wish;
import dev.flinkvitals.breaker.actors.OtherActors;
import dev.flinkvitals.health.checkpoint.CheckpointCause;
import dev.flinkvitals.health.checkpoint.CheckpointPace;
import dev.flinkvitals.health.recovery.RecoveryOutlook;
import dev.flinkvitals.signals.Coverage;
import dev.flinkvitals.signals.ProcessReading;
import dev.flinkvitals.signals.Topology;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Takes one input away from random situations: no rule may like what it cannot see. */
class UnknownNeverPassesTest {
    private static final int SITUATIONS = 3_000;

    /**
     * An input.
     *
     * @param name for messages
     * @param remove makes it unknown
     * @param needs rules that cannot pass without it, by action
     */
    private record Input(String name, Consumer<Situation> remove, Map<Action, List<Rule>> needs) {}

    private static final List<Input> INPUTS = List.of(
            new Input(
                    "statistics",
                    s -> s.statisticsKnown = false,
                    needs(
                            List.of(Rule.OTHER_ACTORS, Rule.BARRIERS, Rule.TIME, Rule.TASKMANAGER_HEAP),
                            List.of(
                                    Rule.OTHER_ACTORS,
                                    Rule.TOLERABLE_FAILURES,
                                    Rule.BARRIERS,
                                    Rule.TIME,
                                    Rule.TASKMANAGER_HEAP,
                                    Rule.LOCAL_DISK),
                            List.of(Rule.OTHER_ACTORS, Rule.RECENT_CHECKPOINT))),
            new Input(
                    "settings",
                    s -> s.settings = Optional.empty(),
                    needs(
                            List.of(Rule.BARRIERS, Rule.TIME, Rule.TASKMANAGER_HEAP),
                            List.of(
                                    Rule.TOLERABLE_FAILURES,
                                    Rule.BARRIERS,
                                    Rule.TIME,
                                    Rule.TASKMANAGER_HEAP,
                                    Rule.LOCAL_DISK),
                            List.of())),
            new Input(
                    "failures in a row",
                    s -> s.failures = OptionalInt.empty(),
                    needs(List.of(), List.of(Rule.TOLERABLE_FAILURES), List.of())),
            new Input("pending snapshots", s -> s.inProgress = Optional.empty(), all(Rule.IN_PROGRESS)),
            new Input("other actors", s -> s.actors = Optional.empty(), all(Rule.OTHER_ACTORS)),
            new Input(
                    "checkpoints and their cause",
                    s -> {
                        s.sinceCheckpoint = Optional.empty();
                        s.attribution = Optional.empty();
                    },
                    all(Rule.RECENT_CHECKPOINT)),
            new Input(
                    "load",
                    s -> s.backPressured = List.of(),
                    needs(List.of(Rule.BACKPRESSURE), List.of(Rule.BACKPRESSURE), List.of())),
            new Input(
                    "pace",
                    s -> s.pace = CheckpointPace.UNKNOWN,
                    needs(
                            List.of(Rule.BARRIERS, Rule.UPLOAD_RATE),
                            List.of(Rule.BARRIERS, Rule.UPLOAD_RATE),
                            List.of())),
            new Input(
                    "durations",
                    s -> {
                        s.expectedSavepoint = Optional.empty();
                        s.durationP95 = Optional.empty();
                    },
                    needs(List.of(Rule.TIME), List.of(Rule.TIME), List.of())),
            new Input(
                    "recovery",
                    s -> s.recovery = RecoveryOutlook.UNKNOWN,
                    needs(List.of(), List.of(), List.of(Rule.TIME))),
            new Input(
                    "directory",
                    s -> s.directory = Optional.empty(),
                    needs(List.of(), List.of(Rule.DIRECTORY), List.of())),
            new Input("canary", s -> s.canary = Optional.empty(), needs(List.of(), List.of(Rule.CANARY), List.of())),
            new Input(
                    "processes",
                    s -> s.processes = List.of(),
                    needs(
                            List.of(Rule.JOBMANAGER_HEAP),
                            List.of(Rule.JOBMANAGER_HEAP, Rule.LOCAL_DISK),
                            List.of(Rule.JOBMANAGER_HEAP))),
            new Input(
                    "TaskManagers",
                    s -> s.coverage = new Coverage(0, 1),
                    needs(List.of(), List.of(Rule.LOCAL_DISK), List.of())),
            new Input("confidence", s -> s.confidence = 0, all(Rule.CONFIDENCE)),
            new Input(
                    "support", s -> s.support = new Wish.Support(List.of(), 0, 0), all(Rule.SIGNALS, Rule.SUSTAINED)));

    private static Map<Action, List<Rule>> needs(List<Rule> checkpoint, List<Rule> savepoint, List<Rule> restart) {
        Map<Action, List<Rule>> needs = new EnumMap<>(Action.class);
        needs.put(Action.CHECKPOINT, checkpoint);
        needs.put(Action.SAVEPOINT, savepoint);
        needs.put(Action.RESTART, restart);
        return needs;
    }

    private static Map<Action, List<Rule>> all(Rule... rules) {
        return needs(List.of(rules), List.of(rules), List.of(rules));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noRulePassesWithoutWhatItNeedsAndTheOthersStay(long seed) {
        Random random = new Random(seed);
        int allowed = 0;
        for (int i = 0; i < SITUATIONS; i++) {
            long situation = random.nextLong();
            Action action = any(random, List.of(Action.values()));
            Input input = any(random, INPUTS);
            Map<Rule, Check.Verdict> before = verdicts(weather(new Random(situation)), action);
            Situation blind = weather(new Random(situation));
            input.remove().accept(blind);
            Map<Rule, Check.Verdict> after = verdicts(blind, action);

            List<Rule> needs = input.needs().getOrDefault(action, List.of());
            assertThat(needs)
                    .as("%s without %s", action.label(), input.name())
                    .allSatisfy(
                            rule -> assertThat(after.get(rule)).as(rule.label()).isNotEqualTo(Check.Verdict.PASS));
            boolean acts = after.values().stream().allMatch(verdict -> verdict == Check.Verdict.PASS);
            if (acts) {
                allowed++;
                assertThat(before)
                        .as(
                                "%s without %s: what it did not need cannot have spoken against it",
                                action.label(), input.name())
                        .isEqualTo(after);
            }
        }
        assertThat(allowed).as("situations that allow an action").isGreaterThan(SITUATIONS / 20);
    }

    private static Map<Rule, Check.Verdict> verdicts(Situation situation, Action action) {
        Map<Rule, Check.Verdict> verdicts = new EnumMap<>(Rule.class);
        situation.preflight(action).checks().forEach(check -> verdicts.put(check.rule(), check.verdict()));
        return verdicts;
    }

    /** Mostly good. Checkpoints are aligned, so that each input is needed. */
    private static Situation weather(Random random) {
        Situation s = new Situation();
        s.recovery = rarely(random) ? RecoveryOutlook.UNKNOWN : Samples.recovery(60, 120);
        s.leader = !rarely(random);
        s.tasksRunning = rarely(random) ? 3 : 4;
        s.since = rarely(random) ? s.tick().at() : Situation.START;
        s.confidence = rarely(random) ? random.nextDouble() : 1;
        s.inProgress = Optional.of(rarely(random));
        s.actors = Optional.of(new OtherActors(rarely(random) ? List.of("somebody") : List.of(), List.of()));
        s.settings = Optional.of(Situation.settings(rarely(random) ? 0 : 5, false));
        s.failures = OptionalInt.of(random.nextInt(4));
        s.sinceCheckpoint = Optional.of(Duration.ofMinutes(rarely(random) ? 40 : 5));
        s.attribution = random.nextBoolean()
                ? Optional.empty()
                : Optional.of(Samples.cause(any(random, List.of(CheckpointCause.values())), random.nextDouble()));
        s.backPressured = List.of(OptionalDouble.of(rarely(random) ? 0.9 : 0.2), OptionalDouble.of(0));
        s.durationP95 = Optional.of(Duration.ofSeconds(random.nextInt(rarely(random) ? 600 : 100)));
        s.expectedSavepoint = Optional.of(Duration.ofSeconds(random.nextInt(rarely(random) ? 900 : 200)));
        s.canary = Optional.of(new CanaryResult(!rarely(random), Duration.ofSeconds(1), "canary"));
        s.processes = List.of(
                Situation.process(
                        ProcessReading.JOB_MANAGER, OptionalLong.of(rarely(random) ? 900 : 300), OptionalLong.empty()),
                Situation.process("tm-1", OptionalLong.of(300), OptionalLong.of(rarely(random) ? 700 : 100)));
        s.topology = rarely(random) ? Topology.UNKNOWN : s.topology;
        s.support = new Wish.Support(List.of("one", "two"), rarely(random) ? 1 : 4, 4);
        return s;
    }

    private static <T> T any(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static boolean rarely(Random random) {
        return random.nextInt(25) == 0;
    }
}
