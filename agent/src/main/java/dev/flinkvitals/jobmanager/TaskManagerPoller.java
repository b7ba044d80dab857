/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.jobmanager;

import dev.flinkvitals.signals.Coverage;
import dev.flinkvitals.signals.DigestCodec;
import dev.flinkvitals.signals.TaskManagerDigest;
import dev.flinkvitals.taskmanager.VitalsEndpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.vitals.VitalsGateway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the agent beside each registered TaskManager for its newest digest, all at once, for a bounded time. A TaskManager
 * without an answer keeps its last digest for a few cycles; one without an agent is asked again seldom. Used by the
 * monitor's thread only.
 */
final class TaskManagerPoller {
    private static final Logger LOG = LoggerFactory.getLogger(TaskManagerPoller.class);
    private static final int DIGEST_VERSION = 1;
    private static final int FRESH_CYCLES = 3;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);
    private static final Duration FIRST_RETRY_AFTER = Duration.ofSeconds(2);

    private final Function<String, CompletableFuture<VitalsGateway>> agents;
    private final Duration interval;
    private final Duration patience;
    private final Map<String, Peer> peers = new HashMap<>();

    private static final class Peer {
        @Nullable
        CompletableFuture<VitalsGateway> connection;

        @Nullable
        CompletableFuture<byte[]> answer;

        @Nullable
        TaskManagerDigest digest;

        Duration heardAt = Duration.ZERO;
        Duration retryAt = Duration.ZERO;
        int failures;
    }

    /**
     * A poller that has heard nobody.
     *
     * @param agents connects to the agent at an RPC address
     * @param interval time between two rounds
     */
    TaskManagerPoller(Function<String, CompletableFuture<VitalsGateway>> agents, Duration interval) {
        this.agents = agents;
        this.interval = interval;
        // Less than a cycle, so that one TaskManager that hangs does not make the others stale.
        this.patience = min(interval.dividedBy(2), Duration.ofSeconds(2));
    }

    /**
     * One round.
     *
     * @param taskManagers RPC addresses of the registered TaskManagers
     * @param elapsed monotonic time of this cycle
     */
    void poll(Collection<String> taskManagers, Duration elapsed) throws InterruptedException {
        Set<String> beside =
                taskManagers.stream().map(VitalsEndpoint::addressBeside).collect(Collectors.toSet());
        peers.keySet().retainAll(beside);
        // An answer that came after the last round.
        peers.forEach((address, peer) -> take(address, peer, elapsed));
        List<CompletableFuture<byte[]>> answers = new ArrayList<>();
        for (String address : beside) {
            ask(address, peers.computeIfAbsent(address, a -> new Peer()), elapsed)
                    .ifPresent(answers::add);
        }
        await(answers);
        peers.forEach((address, peer) -> take(address, peer, elapsed));
    }

    /** The digests that are fresh. */
    List<TaskManagerDigest> fresh(Duration elapsed) {
        Duration oldest = elapsed.minus(interval.multipliedBy(FRESH_CYCLES));
        List<TaskManagerDigest> fresh = new ArrayList<>();
        for (Peer peer : peers.values()) {
            if (peer.digest != null && peer.heardAt.compareTo(oldest) >= 0) {
                fresh.add(peer.digest);
            }
        }
        return fresh;
    }

    /**
     * The agent of a TaskManager that has been heard.
     *
     * @param processId the TaskManager's resource id
     * @return its gateway; empty if it is not connected at present
     */
    Optional<VitalsGateway> agentOf(String processId) {
        return peers.values().stream()
                .filter(peer ->
                        peer.digest != null && peer.digest.process().processId().equals(processId))
                .map(peer -> peer.connection)
                .filter(connection ->
                        connection != null && connection.isDone() && !connection.isCompletedExceptionally())
                .map(CompletableFuture::join)
                .findFirst();
    }

    /** How many TaskManagers are heard. */
    Coverage coverage(Duration elapsed) {
        return new Coverage(fresh(elapsed).size(), peers.size());
    }

    private Optional<CompletableFuture<byte[]>> ask(String address, Peer peer, Duration elapsed) {
        CompletableFuture<byte[]> pending = peer.answer;
        if (pending != null && !pending.isDone()) {
            return Optional.of(pending);
        }
        CompletableFuture<VitalsGateway> connection = peer.connection;
        if (connection == null) {
            if (elapsed.compareTo(peer.retryAt) < 0) {
                return Optional.empty();
            }
            connection = connect(address);
            peer.connection = connection;
        }
        CompletableFuture<byte[]> answer = connection.thenCompose(gateway -> gateway.digest(DIGEST_VERSION));
        peer.answer = answer;
        return Optional.of(answer);
    }

    private CompletableFuture<VitalsGateway> connect(String address) {
        try {
            return agents.apply(address);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void await(List<CompletableFuture<byte[]>> answers) throws InterruptedException {
        try {
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // Each answer is looked at on its own; the late ones are taken in the next round.
            LOG.debug("Not every TaskManager answered in {}", patience, e);
        }
    }

    private void take(String address, Peer peer, Duration elapsed) {
        CompletableFuture<byte[]> answer = peer.answer;
        if (answer == null || !answer.isDone()) {
            return;
        }
        peer.answer = null;
        try {
            byte[] bytes = answer.get();
            peer.failures = 0;
            if (bytes.length > 0) {
                TaskManagerDigest digest = DigestCodec.decode(bytes);
                if (peer.digest == null || peer.digest.sequence() != digest.sequence()) {
                    peer.digest = digest;
                    peer.heardAt = elapsed;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException e) {
            forget(address, peer, elapsed, e);
        }
    }

    private static void forget(String address, Peer peer, Duration elapsed, Exception why) {
        peer.connection = null;
        peer.failures++;
        // The agent beside a TaskManager starts a moment after it: be quick at first, then patient.
        peer.retryAt = elapsed.plus(peer.failures <= 3 ? FIRST_RETRY_AFTER : RETRY_AFTER);
        if (peer.failures == 4) {
            LOG.warn(
                    "Flink Vitals hears no agent at {}; is the -javaagent flag set for the TaskManager? {}",
                    address,
                    why.toString());
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
