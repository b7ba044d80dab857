/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.breaker.PreflightEvidence.CanaryResult;
import dev.flinkvitals.breaker.SnapshotRecord.Result;
import dev.flinkvitals.breaker.ledger.EntryKind;
import dev.flinkvitals.breaker.ledger.Facts;
import dev.flinkvitals.breaker.ledger.LedgerContents;
import dev.flinkvitals.breaker.ledger.LedgerFact;
import dev.flinkvitals.breaker.ledger.PastActions;
import dev.flinkvitals.config.SnapshotConfig.Mode;
import dev.flinkvitals.snapshot.ledger.Claim;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What random schedules found, one by one: what changes between a decision and its end. */
class LastMomentTest {
    private static final String SAVEPOINT = "s3://bucket/savepoints/x/savepoint-1";

    private final ProtectedJob now = new ProtectedJob(Mode.ACTIVE);

    LastMomentTest() {
        now.port.canary.complete(new CanaryResult(true, Duration.ofMillis(200), "written, read and deleted"));
    }

    private List<String> savepoints() {
        return now.calls().stream().filter(call -> call.startsWith("savepoint")).toList();
    }

    @Test
    void triggersNothingIfTheStopFileCameAfterTheDecision() {
        now.ledger.claim = new CompletableFuture<>();
        now.runningOut();
        now.stopped = Optional.of(true);
        now.cycle();

        now.ledger.claim.complete(new Claim(true, ""));
        now.cycle();

        assertThat(savepoints()).isEmpty();
        assertThat(now.first().result()).isEqualTo(Result.NOT_TRIGGERED);
    }

    @Test
    void takesNoSecondSavepointIfTheOneThatFailedCompletedAfterAll() {
        now.port.savepoint.completeExceptionally(new IOException("the connection is gone"));
        now.runningOut();
        assertThat(now.first().result()).isEqualTo(Result.FAILED);
        String target = savepoints().get(0).split(" ", 3)[1];

        now.port.found = CompletableFuture.completedFuture(Optional.of(target + "/savepoint-1"));
        now.pass(Duration.ofHours(1));

        assertThat(savepoints()).hasSize(1);
        assertThat(now.snapshot().path()).hasValue(target + "/savepoint-1");
        assertThat(now.written()).contains(EntryKind.VERIFIED);
    }

    @Test
    void takesNoSecondSavepointWhileNobodyKnowsOfTheOneThatFailed() {
        now.port.savepoint.completeExceptionally(new IOException("the connection is gone"));
        now.runningOut();

        now.port.found = CompletableFuture.failedFuture(new IOException("the storage is gone"));
        now.pass(Duration.ofHours(1));

        assertThat(savepoints()).hasSize(1);
    }

    @Test
    void takesNoSecondSavepointAsLongAsItIsNotKnownHowLongTheFirstOneMayTake() {
        now.runningOut();
        ProtectedJob next = new ProtectedJob(Mode.ACTIVE, now.job);
        next.ledger.past = PastActions.of(
                new LedgerContents(
                        Facts.by(Facts.FIRST, now.ledger.facts.toArray(LedgerFact[]::new)),
                        List.of(),
                        Optional.of(Facts.FIRST)),
                now.job.tick().at());

        next.job.timeout = Optional.empty();
        next.pass(Duration.ofHours(2));
        assertThat(next.written()).doesNotContain(EntryKind.FAILED);

        next.job.timeout = Optional.of(Duration.ofMinutes(10));
        next.pass(Duration.ofMinutes(1));
        assertThat(next.written()).contains(EntryKind.FAILED);
    }

    @Test
    void aResultIsWrittenDownAlsoIfTheSavepointCannotBeLookedInto() {
        now.port.throwing = Optional.of("inspect");
        now.port.savepoint.complete(SAVEPOINT);
        now.runningOut();

        assertThat(now.written()).contains(EntryKind.VERIFIED);
        assertThat(now.snapshot().result()).isEqualTo(Result.VERIFIED);
    }

    @Test
    void aCanaryThatThrowsIsOneThatFailed() {
        ProtectedJob throwing = new ProtectedJob(Mode.ACTIVE);
        throwing.port.throwing = Optional.of("canary");
        throwing.runningOut();

        assertThat(throwing.newest().reason()).startsWith("canary: ");
        assertThat(throwing.cluster.troubles()).isZero();
    }

    @Test
    void leadsAgainWhenTheOneThatWroteToTheLedgerLaterDoesNotLead() {
        now.cycle();
        now.ledger.newest = false;
        now.pass(Duration.ofMinutes(1));
        assertThat(now.ledger.opened).isEqualTo(1);

        now.pass(Duration.ofMinutes(2));
        assertThat(now.ledger.opened).isGreaterThan(1);

        now.ledger.newest = true;
        now.port.savepoint.complete(SAVEPOINT);
        now.runningOut().pass(Duration.ofHours(1));
        assertThat(savepoints()).hasSize(1);
    }

    @Test
    void doesNotLeadAgainWhileAnActionIsUnderWayOrFlinkSaysThatItDoesNot() {
        now.runningOut();
        now.ledger.newest = false;
        now.pass(Duration.ofMinutes(8));
        assertThat(now.ledger.opened).isEqualTo(1);

        now.port.savepoint.complete(SAVEPOINT);
        now.port.leader = false;
        now.pass(Duration.ofMinutes(8));
        assertThat(now.ledger.opened).isEqualTo(1);
    }
}
