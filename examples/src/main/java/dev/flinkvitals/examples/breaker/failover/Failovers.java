/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.failover;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.flinkvitals.examples.breaker.Proof;
import dev.flinkvitals.examples.breaker.Stage;
import dev.flinkvitals.examples.cluster.Run;
import dev.flinkvitals.examples.cluster.ZooKeeper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Kills of leaders on some clusters side by side: each kill takes a minute or two, most of which is waiting. */
public final class Failovers {
    /** Each has three JVMs and starts another one for each kill. */
    private static final int LANES = 2;

    /** What one cluster saw. */
    private record Lane(List<KillResult> results, List<String> troubles, LedgerCheck ledger) {}

    private Failovers() {}

    /**
     * Plays all kills and writes down what came of them.
     *
     * @param stage where
     * @param count number of kills
     */
    public static void play(Stage stage, int count) {
        Queue<Kill> kills = new ConcurrentLinkedQueue<>(Kill.spread(count));
        List<Lane> lanes = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(LANES);
        try (ZooKeeper zooKeeper = ZooKeeper.start(stage.run())) {
            List<Future<Lane>> playing = new ArrayList<>();
            for (int i = 1; i <= Math.min(LANES, count); i++) {
                String name = "failover-" + i;
                playing.add(threads.submit(() -> lane(stage, name, zooKeeper, kills)));
            }
            for (Future<Lane> lane : playing) {
                lanes.add(lane.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(String.valueOf(e.getCause()), e);
        } finally {
            threads.shutdownNow();
        }
        write(stage, lanes, count);
    }

    private static Lane lane(Stage stage, String name, ZooKeeper zooKeeper, Queue<Kill> kills) {
        Run run = stage.run();
        List<KillResult> results = new ArrayList<>();
        List<String> troubles = new ArrayList<>();
        try (FlinkLoader loader = new FlinkLoader(run.classPaths().flink("2.2.1"));
                FailoverSite site = new FailoverSite(run, name, zooKeeper)) {
            boolean used = false;
            for (Kill kill = kills.poll(); kill != null; kill = kills.poll()) {
                if (used) {
                    site.replaceTaskManager();
                }
                used = true;
                try {
                    results.add(new FailoverStory(site, loader, kill, stage::say).play());
                } catch (IllegalStateException e) {
                    stage.say("kill " + kill + ": " + e.getMessage());
                    troubles.add("kill " + kill + ": "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("failed"));
                }
            }
            return new Lane(results, troubles, LedgerCheck.of(run, name, site.ledger()));
        }
    }

    private static void write(Stage stage, List<Lane> lanes, int count) {
        Proof proof = stage.proof();
        List<KillResult> results = lanes.stream()
                .flatMap(lane -> lane.results().stream())
                .sorted(Comparator.comparingInt(result -> result.kill().number()))
                .toList();
        ArrayNode each = proof.measured().putArray("each");
        results.forEach(result -> result.write(each.addObject()));
        int duplicates = results.stream().mapToInt(KillResult::duplicates).sum();
        int ledgerDuplicates =
                lanes.stream().mapToInt(lane -> lane.ledger().duplicates()).sum();
        long losses = results.stream().filter(KillResult::isLoss).count();
        int unreadable =
                lanes.stream().mapToInt(lane -> lane.ledger().unreadable()).sum();
        proof.measured().put("kills", results.size());
        proof.measured()
                .put(
                        "ledger_entries",
                        lanes.stream().mapToInt(lane -> lane.ledger().entries()).sum());
        proof.measured()
                .put(
                        "ledger_torn",
                        lanes.stream().mapToInt(lane -> lane.ledger().torn()).sum());
        proof.count("duplicates", Math.max(duplicates, ledgerDuplicates));
        proof.count("losses", losses);
        proof.count("ledger_unreadable", unreadable);
        lanes.forEach(lane -> lane.troubles().forEach(trouble -> proof.expect(false, trouble)));
        proof.expect(results.size() == count, results.size() + " of " + count + " kills came to their end");
        proof.expect(duplicates == 0, duplicates + " savepoints too many");
        proof.expect(ledgerDuplicates == 0, "the ledger tells of " + ledgerDuplicates + " savepoints too many");
        results.stream()
                .filter(KillResult::isLoss)
                .forEach(result -> proof.expect(false, "loss at kill " + result.kill() + ": " + result));
        proof.expect(unreadable == 0, unreadable + " files of the ledger cannot be read");
    }
}
