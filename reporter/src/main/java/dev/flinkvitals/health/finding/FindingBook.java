/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.finding;

import dev.flinkvitals.health.judgement.Component;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The findings of one job: what the rules observe, opened once and closed once ({@link FindingTrack} says when). A finding of
 * a component whose signals are missing stays open: not to see it is no sign of its end. Not thread-safe.
 */
public final class FindingBook {
    /** More places than that help nobody; the most urgent are kept. */
    static final int MOST_TRACKED = 200;

    private static final Comparator<Observation> MOST_URGENT_FIRST =
            Comparator.comparing(Observation::severity).reversed().thenComparing(Observation::kind);

    private final Duration window;
    private final Map<Key, FindingTrack> tracks = new LinkedHashMap<>();
    private List<Finding> open = List.of();
    private List<Finding> closed = List.of();
    private long opened;

    private record Key(FindingKind kind, Place place) {}

    /**
     * An empty book.
     *
     * @param window length of the windows over which rates are taken
     */
    public FindingBook(Duration window) {
        this.window = window;
    }

    /**
     * Takes what the rules see in one cycle.
     *
     * @param tick when
     * @param observations everything that is seen wrong now; of several for one kind and place the most urgent counts
     * @param blind components that cannot be judged in this cycle
     */
    public void update(Tick tick, List<Observation> observations, Set<Component> blind) {
        Set<Key> seen = new HashSet<>();
        for (Observation observation :
                observations.stream().sorted(MOST_URGENT_FIRST).toList()) {
            Key key = new Key(observation.kind(), observation.place());
            boolean tracked = tracks.containsKey(key);
            if ((tracked || tracks.size() < MOST_TRACKED) && seen.add(key)) {
                take(key, observation, tick);
            }
        }
        List<Finding> gone = new ArrayList<>();
        tracks.forEach((key, track) -> {
            if (!seen.contains(key) && blind.contains(key.kind().component())) {
                track.unknown(tick.elapsed());
            }
            Optional<Finding> before = finding(track, Map.of());
            if (track.closes(tick.elapsed())) {
                before.ifPresent(gone::add);
            }
        });
        tracks.values().removeIf(track -> track.isForgotten(tick.elapsed()));
        closed = List.copyOf(gone);
        open = findings();
    }

    private void take(Key key, Observation observation, Tick tick) {
        FindingTrack track = tracks.computeIfAbsent(key, k -> new FindingTrack(window, observation, tick));
        boolean wasOpen = track.id() != null;
        track.seen(observation, tick, key.kind().label() + "-" + tick.at().toEpochMilli() + "-" + opened);
        if (!wasOpen && track.id() != null) {
            opened++;
        }
    }

    private List<Finding> findings() {
        Map<FindingKind, String> ids = new EnumMap<>(FindingKind.class);
        for (FindingTrack track : tracks.values()) {
            String id = track.id();
            if (id != null) {
                ids.putIfAbsent(track.observation().kind(), id);
            }
        }
        return tracks.values().stream()
                .flatMap(track -> finding(track, ids).stream())
                .sorted(Comparator.comparing(Finding::severity)
                        .reversed()
                        .thenComparing(Finding::since)
                        .thenComparing(Finding::id))
                .toList();
    }

    private static Optional<Finding> finding(FindingTrack track, Map<FindingKind, String> ids) {
        String id = track.id();
        if (id == null) {
            return Optional.empty();
        }
        Optional<String> explainedBy =
                track.observation().explainedBy().map(ids::get).filter(cause -> !cause.equals(id));
        return Optional.of(new Finding(id, track.since(), track.observation(), explainedBy, track.isFlapping()));
    }

    /** The findings that are open, most urgent first. */
    public List<Finding> open() {
        return open;
    }

    /** The findings that closed in the last cycle. */
    public List<Finding> closed() {
        return closed;
    }
}
