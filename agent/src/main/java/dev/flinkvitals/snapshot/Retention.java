/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import dev.flinkvitals.breaker.Action;
import dev.flinkvitals.breaker.ledger.JobPast;
import dev.flinkvitals.breaker.ledger.PastAction;
import dev.flinkvitals.breaker.ledger.PastActions;
import dev.flinkvitals.breaker.retention.Deletion;
import dev.flinkvitals.breaker.retention.OwnSavepoint;
import dev.flinkvitals.breaker.retention.RetentionRule;
import dev.flinkvitals.config.RetentionConfig;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes savepoints of ours that the retention lets go, one at a time. What they are comes from the ledger and from this
 * leadership; what is not known for certain keeps all. Used by the monitor's thread only.
 */
final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    /** Nothing about it is urgent. */
    private static final Duration PACE = Duration.ofMinutes(1);

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final boolean limited;
    private final RetentionRule rule;
    private final Optional<String> root;
    private final SnapshotPort port;
    private final Map<String, OwnSavepoint> own = new LinkedHashMap<>();
    private final Set<String> failed = new HashSet<>();

    /** What each job was restored from; of a job that is not in it nobody knows. */
    private final Map<JobId, Optional<String>> restored = new HashMap<>();

    private final Set<String> sources = new HashSet<>();
    private boolean pastKnown;
    private Duration nextLook = Duration.ZERO;
    private @Nullable Pending pending;

    private record Pending(Deletion deletion, CompletableFuture<SavepointDeleter.Result> answer) {}

    /** What was deleted. */
    record Deleted(JobId job, String path, String reason) {}

    Retention(RetentionConfig config, Optional<String> root, SnapshotPort port) {
        this.limited = config.isLimited();
        this.rule = new RetentionRule(config);
        this.root = root;
        this.port = port;
    }

    /** What a job was restored from under this JobManager; empty: from nothing. */
    void restored(JobId job, Optional<String> path) {
        restored.put(job, path);
        path.ifPresent(sources::add);
    }

    /** A savepoint of ours was verified. */
    void verified(JobId job, String path, Instant at) {
        if (limited) {
            own.put(path, new OwnSavepoint(job, path, at, OwnSavepoint.State.VERIFIED));
        }
    }

    /**
     * One cycle.
     *
     * @param tick when
     * @param past what those before did; empty: not known
     * @param jobs the jobs that there are
     * @return what has been deleted since the last one
     */
    Optional<Deleted> cycle(Tick tick, Optional<PastActions> past, Collection<JobId> jobs) {
        restored.keySet().retainAll(jobs);
        if (!limited || past.isEmpty()) {
            return Optional.empty();
        }
        if (!pastKnown) {
            past.get().jobs().forEach(this::remember);
            pastKnown = true;
        }
        Optional<Deleted> deleted = takeAnswer();
        if (pending == null && tick.elapsed().compareTo(nextLook) >= 0 && root.isPresent()) {
            nextLook = tick.elapsed().plus(PACE);
            // A file that could not be read may tell of a savepoint that is under way, or in use.
            Optional<Set<String>> known =
                    past.get().isComplete() && restored.keySet().containsAll(jobs)
                            ? Optional.of(sources)
                            : Optional.empty();
            rule.deletions(own.values(), known, tick.at()).stream()
                    .filter(deletion -> !failed.contains(deletion.savepoint().path()))
                    .findFirst()
                    .ifPresent(deletion -> pending = new Pending(
                            deletion, port.delete(deletion.savepoint().path(), root.get(), TIMEOUT)));
        }
        return deleted;
    }

    private void remember(JobId job, JobPast past) {
        for (PastAction action : past.actions()) {
            Optional<String> path = action.path().or(action::target);
            boolean savepoint = action.action() == Action.SAVEPOINT && !action.probe();
            if (savepoint && path.filter(p -> !past.deleted().contains(p)).isPresent()) {
                own.put(path.get(), new OwnSavepoint(job, path.get(), action.at(), state(action)));
            }
        }
    }

    private static OwnSavepoint.State state(PastAction action) {
        return switch (action.result()) {
            case DONE, USELESS, HARMFUL ->
                action.path().isPresent() ? OwnSavepoint.State.VERIFIED : OwnSavepoint.State.UNKNOWN;
            case FAILED -> OwnSavepoint.State.FAILED;
            case PENDING, UNVERIFIED, LOST -> OwnSavepoint.State.UNKNOWN;
        };
    }

    /** It was found out what came of a savepoint of an earlier leader. */
    void resolved(JobId job, JobPast past) {
        if (limited) {
            remember(job, past);
            past.actions().stream()
                    .filter(action -> action.path().isPresent())
                    .forEach(action -> action.target().ifPresent(own::remove));
        }
    }

    private Optional<Deleted> takeAnswer() {
        Pending current = pending;
        if (current == null || !current.answer().isDone()) {
            return Optional.empty();
        }
        pending = null;
        String path = current.deletion().savepoint().path();
        if (current.answer().isCompletedExceptionally()
                || !current.answer().join().deleted()) {
            failed.add(path);
            LOG.warn("Flink Vitals could not delete its savepoint {}; it is not tried again", path);
            return Optional.empty();
        }
        own.remove(path);
        LOG.info(
                "Flink Vitals deleted its savepoint {}: {}",
                path,
                current.deletion().reason());
        return Optional.of(new Deleted(
                current.deletion().savepoint().job(), path, current.deletion().reason()));
    }
}
