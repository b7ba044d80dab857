/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.ledger;

import static dev.flinkvitals.breaker.ledger.Facts.FIRST;
import static dev.flinkvitals.breaker.ledger.Facts.INCIDENT;
import static dev.flinkvitals.breaker.ledger.Facts.JOB;
import static dev.flinkvitals.breaker.ledger.Facts.NOON;
import static dev.flinkvitals.breaker.ledger.Facts.OTHER;
import static dev.flinkvitals.breaker.ledger.Facts.SECOND;
import static dev.flinkvitals.breaker.ledger.Facts.by;
import static dev.flinkvitals.breaker.ledger.Facts.exposure;
import static dev.flinkvitals.breaker.ledger.Facts.memory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flinkvitals.breaker.ledger.PastAction.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PastActionsTest {
    private static final LedgerFact TRIGGERED =
            memory(EntryKind.TRIGGERED, NOON).with(LedgerFact.TARGET, "s3://b/t");

    private static PastActions past(Instant now, List<LedgerEntry> entries, Unreadable... unreadable) {
        return PastActions.of(new LedgerContents(entries, List.of(unreadable), Optional.empty()), now);
    }

    private static JobPast orders(Instant now, LedgerFact... facts) {
        return past(now, by(FIRST, facts)).job(JOB);
    }

    private static LedgerFact then(EntryKind kind) {
        return TRIGGERED.then(kind, NOON.plusSeconds(60), "");
    }

    @Test
    void nothingWasDoneWhereNobodyLed() {
        PastActions past = past(NOON, List.of());

        assertThat(past.newest()).isEmpty();
        assertThat(past.isComplete()).isTrue();
        assertThat(past.job(JOB)).isEqualTo(JobPast.NONE);
    }

    private static Stream<Arguments> results() {
        return Stream.of(
                argumentSet("killed before or after the trigger", List.of(), Result.PENDING, true, true),
                argumentSet(
                        "killed before it was read back", List.of(EntryKind.COMPLETED), Result.UNVERIFIED, true, true),
                argumentSet("verified", List.of(EntryKind.COMPLETED, EntryKind.VERIFIED), Result.DONE, true, false),
                argumentSet("failed", List.of(EntryKind.FAILED), Result.FAILED, false, false),
                argumentSet(
                        "completed and not readable",
                        List.of(EntryKind.COMPLETED, EntryKind.FAILED),
                        Result.FAILED,
                        false,
                        false),
                argumentSet("lost", List.of(EntryKind.LOST), Result.LOST, true, false),
                argumentSet("lost and found", List.of(EntryKind.LOST, EntryKind.VERIFIED), Result.DONE, true, false),
                argumentSet(
                        "useless",
                        List.of(EntryKind.COMPLETED, EntryKind.VERIFIED, EntryKind.USELESS, EntryKind.UNHARMED),
                        Result.USELESS,
                        true,
                        false),
                argumentSet(
                        "harmful",
                        List.of(EntryKind.COMPLETED, EntryKind.VERIFIED, EntryKind.HARMFUL),
                        Result.HARMFUL,
                        true,
                        false),
                argumentSet(
                        "harmful, and it failed",
                        List.of(EntryKind.FAILED, EntryKind.HARMFUL),
                        Result.HARMFUL,
                        true,
                        false));
    }

    @ParameterizedTest
    @MethodSource("results")
    void theWorstThatIsKnownCounts(List<EntryKind> results, Result result, boolean settled, boolean unresolved) {
        LedgerFact[] facts = Stream.concat(
                        Stream.of(TRIGGERED), results.stream().map(PastActionsTest::then))
                .toArray(LedgerFact[]::new);

        JobPast job = orders(NOON.plusSeconds(120), facts);

        assertThat(job.spent(NOON.plusSeconds(120))).singleElement().satisfies(action -> {
            assertThat(action.at()).isEqualTo(NOON);
            assertThat(action.result()).isEqualTo(result);
            assertThat(action.target()).contains("s3://b/t");
            assertThat(action.by()).isEqualTo(FIRST);
        });
        assertThat(job.incidents()).singleElement().satisfies(incident -> {
            assertThat(incident.id()).isEqualTo(INCIDENT);
            assertThat(incident.settled()).isEqualTo(settled);
            assertThat(incident.attempts()).isEqualTo(1);
            assertThat(incident.over()).isFalse();
        });
        assertThat(job.unresolved()).hasSize(unresolved ? 1 : 0);
    }

    @Test
    void checkpointIsDoneWhenItCompletes() {
        LedgerFact triggered = exposure(EntryKind.TRIGGERED, NOON);
        LedgerFact completed = triggered.then(EntryKind.COMPLETED, NOON, "").with(LedgerFact.CHECKPOINT_ID, "41");

        JobPast job = orders(NOON, triggered, completed);

        assertThat(job.actions()).singleElement().extracting(PastAction::result).isEqualTo(Result.DONE);
        assertThat(job.isOurs(41)).isTrue();
        assertThat(job.isOurs(42)).isFalse();
    }

    @Test
    void probesAreSpentAndSettleNothing() {
        LedgerFact probe = exposure(EntryKind.TRIGGERED, NOON).with(LedgerFact.PURPOSE, LedgerFact.PROBE);

        JobPast job = orders(NOON, probe, probe.then(EntryKind.COMPLETED, NOON, ""));

        assertThat(job.spent(NOON))
                .singleElement()
                .extracting(PastAction::probe)
                .isEqualTo(true);
        assertThat(job.incidents())
                .singleElement()
                .extracting(PastIncident::settled)
                .isEqualTo(false);
    }

    @Test
    void rehearsalsCountForMonitorModeOnly() {
        JobPast job = orders(NOON, memory(EntryKind.WOULD_TRIGGER, NOON));

        assertThat(job.rehearsals()).containsExactly(NOON);
        assertThat(job.spent(NOON)).isEmpty();
        assertThat(job.incidents()).singleElement().satisfies(incident -> {
            assertThat(incident.rehearsed()).isTrue();
            assertThat(incident.settled()).isFalse();
        });
    }

    @Test
    void secondAttemptIsASecondAction() {
        LedgerFact again = memory(EntryKind.TRIGGERED, NOON.plusSeconds(90)).with(LedgerFact.ATTEMPT, "2");

        JobPast job = orders(NOON.plusSeconds(120), TRIGGERED, then(EntryKind.FAILED), again);

        assertThat(job.actions()).extracting(PastAction::result).containsExactly(Result.FAILED, Result.PENDING);
        assertThat(job.incidents())
                .singleElement()
                .extracting(PastIncident::attempts)
                .isEqualTo(2);
    }

    @Test
    void nextLeaderResolvesWhatTheFirstLeft() {
        List<LedgerEntry> entries = new ArrayList<>(by(FIRST, TRIGGERED));
        entries.addAll(by(SECOND, LedgerFact.lead(NOON, ""), then(EntryKind.LOST)));

        PastActions past = past(NOON.plusSeconds(120), entries);

        assertThat(past.newest()).contains(SECOND);
        assertThat(past.job(JOB).actions()).singleElement().satisfies(action -> {
            assertThat(action.result()).isEqualTo(Result.LOST);
            assertThat(action.resultAt()).isEqualTo(NOON.plusSeconds(60));
        });
    }

    @Test
    void whoeverLostTheClaimSpentNothingAndTheOtherDid() {
        List<LedgerEntry> entries = new ArrayList<>(by(FIRST, TRIGGERED));
        entries.addAll(by(SECOND, TRIGGERED, then(EntryKind.FAILED).with(LedgerFact.CLAIM, LedgerFact.NOT_TRIGGERED)));

        assertThat(past(NOON, entries).job(JOB).actions()).singleElement().satisfies(action -> {
            assertThat(action.by()).isEqualTo(FIRST);
            assertThat(action.result()).isEqualTo(Result.PENDING);
        });
    }

    @Test
    void resultAloneProvesTheAction() {
        JobPast job = orders(NOON.plusSeconds(120), then(EntryKind.VERIFIED).with(LedgerFact.PATH, "s3://b/t/sp"));

        assertThat(job.spent(NOON.plusSeconds(120))).hasSize(1);
        assertThat(job.incidents())
                .singleElement()
                .extracting(PastIncident::settled)
                .isEqualTo(true);
    }

    @Test
    void actionsLeaveTheBudgetAfterADay() {
        JobPast job = orders(NOON.plusSeconds(1), TRIGGERED);

        assertThat(job.spent(NOON.plus(Duration.ofHours(24)).minusMillis(1))).hasSize(1);
        assertThat(job.spent(NOON.plus(Duration.ofHours(24)))).isEmpty();
    }

    @Test
    void whatClaimsToComeLaterCountsAsOfNow() {
        JobPast job = orders(NOON.minus(Duration.ofHours(5)), TRIGGERED);

        assertThat(job.actions()).singleElement().extracting(PastAction::at).isEqualTo(NOON.minus(Duration.ofHours(5)));
    }

    @Test
    void incidentKeepsItsIdForADayAndOneThatGotItsActionForAWeek() {
        LedgerFact refused = memory(EntryKind.REFUSED, NOON);

        assertThat(orders(NOON.plus(Duration.ofHours(23)), refused).incidents()).hasSize(1);
        assertThat(orders(NOON.plus(Duration.ofHours(24)), refused).incidents()).isEmpty();
        assertThat(orders(NOON.plus(Duration.ofDays(6)), TRIGGERED).incidents()).hasSize(1);
        assertThat(orders(NOON.plus(Duration.ofDays(6)), TRIGGERED, then(EntryKind.INCIDENT_OVER))
                        .incidents())
                .isEmpty();
        assertThat(orders(NOON.plus(Duration.ofDays(7)), TRIGGERED).incidents()).isEmpty();
    }

    @Test
    void incidentThatEndedSaysSo() {
        assertThat(orders(NOON.plusSeconds(90), TRIGGERED, then(EntryKind.VERIFIED), then(EntryKind.INCIDENT_OVER))
                        .incidents())
                .singleElement()
                .satisfies(incident -> {
                    assertThat(incident.over()).isTrue();
                    assertThat(incident.openedAt()).isEqualTo(NOON);
                    assertThat(incident.lastAt()).isEqualTo(NOON.plusSeconds(60));
                });
    }

    @Test
    void ownSnapshotsAreThoseThatWereNotDeleted() {
        LedgerFact written = then(EntryKind.VERIFIED).with(LedgerFact.PATH, "s3://b/t/sp-1");
        LedgerFact deleted = memory(EntryKind.DELETED, NOON).with(LedgerFact.PATH, "s3://b/t/sp-1");

        assertThat(orders(NOON, TRIGGERED, written).snapshots())
                .singleElement()
                .extracting(PastAction::path)
                .isEqualTo(Optional.of("s3://b/t/sp-1"));
        assertThat(orders(NOON, TRIGGERED, written, deleted).snapshots()).isEmpty();
    }

    @Test
    void fileThatMayTellOfAnActionSpendsTheBudgetForADay() {
        EntryName torn = new EntryName(NOON, FIRST, 9, "triggered");

        PastActions past = past(NOON.plusSeconds(5), List.of(), Unreadable.of(torn, "torn"));

        assertThat(past.isComplete()).isFalse();
        assertThat(past.unknownUntil()).contains(NOON.plus(Duration.ofHours(24)));
        assertThat(past(NOON.plus(Duration.ofHours(24)), List.of(), Unreadable.of(torn, "torn"))
                        .isComplete())
                .isTrue();
    }

    @Test
    void tornRefusalIsToldAndForbidsNothing() {
        Unreadable torn = Unreadable.of(new EntryName(NOON, FIRST, 9, "refused"), "torn");

        PastActions past = past(NOON, List.of(), torn);

        assertThat(past.isComplete()).isTrue();
        assertThat(past.unreadable()).containsExactly(torn);
    }

    @Test
    void doesNotDependOnTheOrderOfFiles() {
        List<LedgerEntry> entries = new ArrayList<>(by(
                FIRST,
                TRIGGERED,
                then(EntryKind.COMPLETED),
                exposure(EntryKind.REFUSED, NOON),
                exposure(EntryKind.TRIGGERED, NOON)));
        entries.addAll(by(SECOND, then(EntryKind.VERIFIED), then(EntryKind.INCIDENT_OVER)));
        PastActions inOrder = past(NOON.plusSeconds(300), entries);

        for (int seed = 0; seed < 50; seed++) {
            List<LedgerEntry> shuffled = new ArrayList<>(entries);
            shuffled.add(entries.get(seed % entries.size()));
            Collections.shuffle(shuffled, new Random(seed));
            assertThat(past(NOON.plusSeconds(300), shuffled)).isEqualTo(inOrder);
        }
    }

    @Test
    void jobsDoNotMix() {
        LedgerFact theirs = new LedgerFact(
                NOON,
                EntryKind.TRIGGERED,
                Optional.of(OTHER),
                "payments",
                TRIGGERED.policy(),
                TRIGGERED.action(),
                INCIDENT,
                "",
                TRIGGERED.details());

        PastActions past = past(NOON, by(FIRST, TRIGGERED, theirs, then(EntryKind.FAILED)));

        assertThat(past.job(JOB).actions()).extracting(PastAction::result).containsExactly(Result.FAILED);
        assertThat(past.job(OTHER).actions()).extracting(PastAction::result).containsExactly(Result.PENDING);
        assertThat(past.job(OTHER).jobName()).isEqualTo("payments");
    }

    @Test
    void onlyWhatMattersIsRead() {
        assertThat(needed(Duration.ofHours(23))).containsExactly(EntryKind.values());
        assertThat(needed(Duration.ofDays(6)))
                .contains(EntryKind.TRIGGERED, EntryKind.HARMFUL, EntryKind.INCIDENT_OVER)
                .doesNotContain(EntryKind.REFUSED, EntryKind.WOULD_TRIGGER);
        assertThat(needed(Duration.ofDays(80)))
                .containsExactly(
                        EntryKind.TRIGGERED,
                        EntryKind.COMPLETED,
                        EntryKind.VERIFIED,
                        EntryKind.FAILED,
                        EntryKind.LOST,
                        EntryKind.DELETED);
        assertThat(needed(Duration.ofDays(91))).isEmpty();
    }

    private static List<EntryKind> needed(Duration age) {
        return Arrays.stream(EntryKind.values())
                .filter(kind -> PastActions.needs(new EntryName(NOON.minus(age), FIRST, 1, kind.label()), NOON))
                .toList();
    }
}
