/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.finding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.health.judgement.Component;
import dev.flinkvitals.health.judgement.Place;
import dev.flinkvitals.signals.Tick;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FindingBookTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int WINDOW_SECONDS = 10;
    private static final Place SINK = Place.vertex(new VertexId("0".repeat(31) + "1"), "sink");

    private final FindingBook book = new FindingBook(Duration.ofSeconds(WINDOW_SECONDS));
    private final List<String> opened = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private int second;

    @Test
    void opensAWarningOnceItWasSeenForAWindowAndDatesItFromTheFirstSight() {
        cycle(warning());
        pass(9, warning());
        assertThat(book.open()).isEmpty();

        cycle(warning());

        assertThat(book.open()).singleElement().satisfies(finding -> {
            assertThat(finding.since()).isEqualTo(START.plusSeconds(1));
            assertThat(finding.kind()).isEqualTo(FindingKind.BOTTLENECK);
            assertThat(finding.observation().place()).isEqualTo(SINK);
        });
    }

    @Test
    void opensWhatIsCriticalAtOnce() {
        cycle(observation(FindingKind.JOB_DOWN, Severity.CRITICAL, Place.JOB));

        assertThat(book.open()).hasSize(1);
    }

    @Test
    void opensAWarningThatShowsInEveryOtherWindow() {
        pass(5, warning());
        pass(10);
        pass(1, warning());

        assertThat(opened).hasSize(1);
    }

    @Test
    void forgetsAWarningThatDoesNotStay() {
        pass(5, warning());
        pass(21);
        pass(5, warning());

        assertThat(opened).isEmpty();
    }

    @Test
    void opensAndClosesOnceAlthoughItIsNotSeenInEveryCycle() {
        for (int i = 0; i < 20; i++) {
            pass(8, warning());
            pass(5);
        }
        pass(40);

        assertThat(opened).hasSize(1);
        assertThat(closed).isEqualTo(opened);
    }

    @Test
    void closesAfterThreeWindowsWithoutIt() {
        pass(12, warning());
        pass(29);
        assertThat(book.open()).hasSize(1);

        cycle();

        assertThat(book.open()).isEmpty();
        assertThat(book.closed())
                .singleElement()
                .satisfies(finding -> assertThat(finding.id()).isEqualTo(opened.get(0)));
        cycle();
        assertThat(book.closed()).isEmpty();
    }

    @Test
    void keepsAFindingOpenWhileItsComponentCannotBeJudged() {
        pass(12, warning());

        for (int i = 0; i < 300; i++) {
            book.update(tick(), List.of(), Set.of(Component.CAPACITY));
        }
        assertThat(book.open()).hasSize(1);

        pass(30);
        assertThat(book.open()).isEmpty();
    }

    @Test
    void keepsWhatFlapsOpenUntilItStaysAwayForTwentyWindows() {
        for (int i = 0; i < 3; i++) {
            cycle(critical());
            pass(30);
        }
        assertThat(opened).hasSize(3);
        assertThat(book.open())
                .singleElement()
                .satisfies(finding -> assertThat(finding.flapping()).isTrue());

        pass(100, critical());
        for (int i = 0; i < 5; i++) {
            pass(60);
            pass(5, critical());
        }
        assertThat(opened).hasSize(3);

        pass(20 * WINDOW_SECONDS);
        assertThat(book.open()).isEmpty();
        assertThat(closed).hasSize(3);
    }

    @Test
    void followsWhatIsSeenWhileItIsOpen() {
        pass(12, warning());
        String id = book.open().get(0).id();

        cycle(observation(FindingKind.BOTTLENECK, Severity.CRITICAL, SINK));

        assertThat(book.open()).singleElement().satisfies(finding -> {
            assertThat(finding.id()).isEqualTo(id);
            assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
        });
    }

    @Test
    void namesTheOpenFindingThatExplainsASymptom() {
        Observation symptom = new Observation(
                FindingKind.LAG_GROWS,
                Severity.WARNING,
                Place.JOB,
                "bottleneck",
                "it falls behind",
                List.of(),
                Optional.of(FindingKind.BOTTLENECK));
        pass(12, symptom);
        assertThat(book.open().get(0).explainedBy()).isEmpty();

        pass(12, symptom, warning());

        Finding cause = finding(FindingKind.BOTTLENECK);
        assertThat(finding(FindingKind.LAG_GROWS).explainedBy()).hasValue(cause.id());
        assertThat(cause.explainedBy()).isEmpty();
    }

    @Test
    void doesNotCareAboutTheOrderOfObservations() {
        List<Observation> observations = new ArrayList<>(List.of(
                warning(),
                observation(FindingKind.BOTTLENECK, Severity.CRITICAL, SINK),
                observation(FindingKind.GC_PRESSURE, Severity.WARNING, Place.JOB)));
        FindingBook other = new FindingBook(Duration.ofSeconds(WINDOW_SECONDS));
        for (int i = 0; i < 12; i++) {
            Tick tick = tick();
            book.update(tick, observations, Set.of());
            Collections.reverse(observations);
            other.update(tick, observations, Set.of());
        }

        assertThat(other.open()).isEqualTo(book.open()).hasSize(2);
    }

    @Test
    void neverTracksMoreThanItsBound() {
        List<Observation> many = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            many.add(observation(FindingKind.PARTITION_STALLED, Severity.WARNING, Place.process("tm-" + i)));
        }
        many.add(critical());
        pass(12, many.toArray(Observation[]::new));

        assertThat(book.open()).hasSize(FindingBook.MOST_TRACKED);
        assertThat(book.open().get(0).severity()).isEqualTo(Severity.CRITICAL);
    }

    private Finding finding(FindingKind kind) {
        return book.open().stream().filter(f -> f.kind() == kind).findFirst().orElseThrow();
    }

    private static Observation warning() {
        return observation(FindingKind.BOTTLENECK, Severity.WARNING, SINK);
    }

    private static Observation critical() {
        return observation(FindingKind.RESTART_LOOP, Severity.CRITICAL, Place.JOB);
    }

    private static Observation observation(FindingKind kind, Severity severity, Place place) {
        return Observation.of(kind, severity, place, "unknown", "seen", List.of());
    }

    private void pass(int seconds, Observation... observations) {
        for (int i = 0; i < seconds; i++) {
            cycle(observations);
        }
    }

    private void cycle(Observation... observations) {
        book.update(tick(), List.of(observations), Set.of());
        book.open().stream().map(Finding::id).filter(known::add).forEach(opened::add);
        book.closed().forEach(finding -> closed.add(finding.id()));
    }

    private Tick tick() {
        second++;
        return new Tick(START.plusSeconds(second), Duration.ofSeconds(second));
    }
}
