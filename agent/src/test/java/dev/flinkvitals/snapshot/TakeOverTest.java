/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.breaker.PreflightEvidence.CanaryResult;
import dev.flinkvitals.breaker.ledger.EntryKind;
import dev.flinkvitals.breaker.ledger.Facts;
import dev.flinkvitals.breaker.ledger.LedgerContents;
import dev.flinkvitals.breaker.ledger.LedgerFact;
import dev.flinkvitals.breaker.ledger.PastActions;
import dev.flinkvitals.breaker.schedule.SimulatedJob;
import dev.flinkvitals.config.SnapshotConfig.Mode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A second JobManager goes on with what the first one wrote down. */
class TakeOverTest {
    private static final CanaryResult FINE =
            new CanaryResult(true, Duration.ofMillis(200), "written, read and deleted");
    private static final String SAVEPOINT = "s3://bucket/savepoints/x/savepoint-1";

    private final ProtectedJob first = acting(new SimulatedJob(1));

    private static ProtectedJob acting(SimulatedJob job) {
        ProtectedJob acting = new ProtectedJob(Mode.ACTIVE, job);
        acting.port.canary.complete(FINE);
        return acting;
    }

    /** Another one, which finds the ledger as it is. */
    private ProtectedJob next() {
        return next(first.job);
    }

    private ProtectedJob next(SimulatedJob job) {
        ProtectedJob next = acting(job);
        next.ledger.past = PastActions.of(
                new LedgerContents(
                        Facts.by(Facts.FIRST, first.ledger.facts.toArray(LedgerFact[]::new)),
                        List.of(),
                        Optional.of(Facts.FIRST)),
                job.tick().at());
        return next;
    }

    private static List<String> savepoints(ProtectedJob by) {
        return by.port.calls.stream()
                .filter(call -> call.startsWith("savepoint"))
                .toList();
    }

    @Test
    void incidentThatGotItsSavepointKeepsItWhileTheNewModelLearns() {
        first.port.savepoint.complete(SAVEPOINT);
        first.runningOut();
        assertThat(first.written()).contains(EntryKind.VERIFIED);

        ProtectedJob second = next();
        second.job.forecasts = List.of();
        second.pass(Duration.ofMinutes(11));
        second.runningOut().pass(Duration.ofHours(1));

        assertThat(savepoints(second)).isEmpty();
        assertThat(second.ledger.facts).extracting(LedgerFact::kind).doesNotContain(EntryKind.INCIDENT_OPENED);
    }

    @Test
    void incidentThatIsOverForANewModelThatHasLearntIsOver() {
        first.port.savepoint.complete(SAVEPOINT);
        first.runningOut();

        ProtectedJob second = next();
        second.job.forecasts = List.of();
        second.pass(Duration.ofMinutes(40));
        second.port.savepoint.complete(SAVEPOINT);
        second.runningOut();

        assertThat(second.ledger.facts)
                .extracting(LedgerFact::kind)
                .containsSubsequence(EntryKind.INCIDENT_OVER, EntryKind.INCIDENT_OPENED, EntryKind.VERIFIED);
    }

    @Test
    void savepointThatWasUnderWayIsFoundAndNoSecondOneIsTaken() {
        first.runningOut();
        assertThat(first.written()).endsWith(EntryKind.TRIGGERED);

        ProtectedJob second = next();
        second.port.found = CompletableFuture.completedFuture(Optional.of(SAVEPOINT));
        second.runningOut().pass(Duration.ofHours(1));

        assertThat(savepoints(second)).isEmpty();
        assertThat(second.written()).contains(EntryKind.VERIFIED);
    }

    @Test
    void savepointThatDiedWithItsJobManagerIsTakenAgainOnceItCannotCompleteAnyMore() {
        first.runningOut();

        ProtectedJob second = next();
        second.runningOut();
        assertThat(savepoints(second)).as("its timeout is not over").isEmpty();
        second.port.savepoint.complete(SAVEPOINT);
        second.pass(Duration.ofHours(1));

        assertThat(savepoints(second)).hasSize(1).first().asString().contains("-2 ");
        assertThat(second.written()).startsWith(EntryKind.FAILED).contains(EntryKind.VERIFIED);
    }

    @Test
    void whatTheFormerLeaderWatchedIsToldToBeUnknown() {
        first.port.savepoint.complete(SAVEPOINT);
        first.runningOut();

        ProtectedJob second = next();
        second.pass(Duration.ofMinutes(1));

        assertThat(second.written()).containsExactly(EntryKind.OUTCOME_UNKNOWN);
    }

    @Test
    void storageThatNeverTellsLeavesTheIncidentAlone() {
        first.runningOut();

        ProtectedJob second = next();
        second.port.found = CompletableFuture.failedFuture(new IOException("the storage is gone"));
        second.runningOut().pass(Duration.ofHours(2));

        assertThat(savepoints(second)).isEmpty();
        assertThat(second.written()).contains(EntryKind.LOST);
    }

    @Test
    void writesNothingOfIncidentsBeforeItKnowsThoseOfTheLeaderBefore() {
        first.port.savepoint.complete(SAVEPOINT);
        first.runningOut();

        ProtectedJob second = next();
        second.ledger.broken = true;
        second.runningOut();
        second.ledger.broken = false;
        second.pass(Duration.ofMinutes(5));

        assertThat(second.ledger.facts)
                .extracting(LedgerFact::kind)
                .doesNotContain(EntryKind.INCIDENT_OPENED, EntryKind.REFUSED);
        assertThat(savepoints(second)).isEmpty();
    }

    @Test
    void jobThatFlinkDidNotListForAMomentGetsNoSecondSavepoint() {
        first.port.savepoint.complete(SAVEPOINT);
        first.runningOut();

        first.cluster.forget(first.job.id);
        first.pass(Duration.ofHours(2));

        assertThat(savepoints(first)).hasSize(1);
    }

    @Test
    void whatWasUnderWayForAJobThatNeverComesBackIsToldAllTheSame() {
        first.runningOut();

        ProtectedJob second = next(new SimulatedJob(2));
        second.port.found = CompletableFuture.completedFuture(Optional.of(SAVEPOINT));
        second.pass(Duration.ofMinutes(1));

        assertThat(second.ledger.facts).anySatisfy(fact -> {
            assertThat(fact.kind()).isEqualTo(EntryKind.VERIFIED);
            assertThat(fact.job()).contains(first.job.id);
            assertThat(fact.detail(LedgerFact.PATH)).contains(SAVEPOINT);
        });
    }

    @Test
    void jobThatGoesWhileItsPastIsOpenIsLookedAfterUntilItIsKnown() {
        first.runningOut();
        ProtectedJob second = next();
        second.port.found = new CompletableFuture<>();
        second.pass(Duration.ofMinutes(1));
        JobProtection gone = second.protection();
        second.cluster.forget(second.job.id);
        assertThat(gone.settle(second.job.tick())).isFalse();

        second.port.found.complete(Optional.of(SAVEPOINT));

        assertThat(gone.settle(second.job.tick())).isTrue();
    }
}
