/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.retention;

import dev.flinkvitals.config.RetentionConfig;
import dev.flinkvitals.signals.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Decides which of the agent's own savepoints are deleted. A savepoint goes only if it exceeds a limit, was verified, and a newer
 * one of the same job was verified after it. Never the newest verified one of a job; never one that a job was ever restored from,
 * because a job that claimed it may go on using its files; nothing at all while it is not known what jobs were restored from; and
 * nothing of a job while it is not known what came of one of its savepoints, or a clock is wrong.
 *
 * <p>Pure and stateless; the same arguments give the same answer. Thread safe.
 */
public final class RetentionRule {
    private static final Comparator<OwnSavepoint> NEWEST_FIRST = Comparator.comparing(OwnSavepoint::at)
            .thenComparing(OwnSavepoint::path)
            .reversed();

    private final RetentionConfig config;

    /**
     * A rule.
     *
     * @param config the limits
     */
    public RetentionRule(RetentionConfig config) {
        this.config = config;
    }

    /**
     * What may be deleted now.
     *
     * @param own the agent's own savepoints that were not deleted yet, of all jobs
     * @param restoreSources what any job was ever restored from, as far back as is known; empty: not known
     * @param now the wall clock
     * @return oldest first, per job in the order of their ids
     */
    public List<Deletion> deletions(
            Collection<OwnSavepoint> own, Optional<? extends Collection<String>> restoreSources, Instant now) {
        if (!config.isLimited() || restoreSources.isEmpty()) {
            return List.of();
        }
        Map<JobId, List<OwnSavepoint>> byJob =
                own.stream().collect(Collectors.groupingBy(OwnSavepoint::job, TreeMap::new, Collectors.toList()));
        Set<String> kept = new HashSet<>(ambiguous(own));
        List<Deletion> deletions = new ArrayList<>();
        byJob.values().forEach(ofJob -> deletions.addAll(ofJob(ofJob, restoreSources.get(), kept, now)));
        return List.copyOf(deletions);
    }

    private List<Deletion> ofJob(
            List<OwnSavepoint> own, Collection<String> restoreSources, Set<String> kept, Instant now) {
        boolean unsure = own.stream()
                .anyMatch(savepoint -> savepoint.state() == OwnSavepoint.State.UNKNOWN
                        || savepoint.at().isAfter(now));
        if (unsure) {
            return List.of();
        }
        List<OwnSavepoint> verified = own.stream()
                .filter(savepoint -> savepoint.state() == OwnSavepoint.State.VERIFIED)
                .sorted(NEWEST_FIRST)
                .toList();
        List<Deletion> deletions = new ArrayList<>();
        for (int rank = verified.size() - 1; rank > 0; rank--) {
            OwnSavepoint savepoint = verified.get(rank);
            // Two of the same instant: which one is the newer is not known.
            boolean newerOne = verified.get(0).at().isAfter(savepoint.at());
            if (newerOne && !kept.contains(savepoint.name()) && !isRestoreSource(savepoint, restoreSources)) {
                exceeded(savepoint, rank, now).ifPresent(reason -> deletions.add(new Deletion(savepoint, reason)));
            }
        }
        return deletions;
    }

    private Optional<String> exceeded(OwnSavepoint savepoint, int newer, Instant now) {
        if (config.count().isPresent() && newer >= config.count().getAsInt()) {
            return Optional.of(newer + " newer verified savepoints, of which "
                    + config.count().getAsInt() + " are to be kept");
        }
        Duration age = Duration.between(savepoint.at(), now);
        return config.age()
                .filter(most -> age.compareTo(most) > 0)
                .map(most -> "older than " + most.toSeconds() + " s, and a newer one was verified");
    }

    /** By its name anywhere in the path: the same storage has several schemes, and the source may name the metadata file. */
    private static boolean isRestoreSource(OwnSavepoint savepoint, Collection<String> restoreSources) {
        String name = savepoint.name();
        return name.isEmpty() || restoreSources.stream().anyMatch(source -> source.contains(name));
    }

    /** Names that are listed twice: deleting one of them might delete the other. */
    private static Set<String> ambiguous(Collection<OwnSavepoint> own) {
        Set<String> seen = new HashSet<>();
        return own.stream()
                .map(OwnSavepoint::name)
                .filter(name -> !seen.add(name))
                .collect(Collectors.toSet());
    }
}
