/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.breaker.ledger.LedgerContents;
import dev.flinkvitals.breaker.ledger.PastActions;
import dev.flinkvitals.config.RetentionConfig;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final JobId JOB = new JobId("%032x".formatted(1));
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Optional<PastActions> NOTHING_BEFORE =
            Optional.of(PastActions.of(LedgerContents.EMPTY, START));

    private final RecordingPort port = new RecordingPort();
    private Duration elapsed = Duration.ZERO;

    @Test
    void deletesTheOlderOneOnceANewerOneIsVerified() {
        Retention retention = keepOne();
        retention.restored(JOB, Optional.empty());
        retention.verified(JOB, "s3://b/sp/savepoint-1", START);
        assertThat(cycle(retention, NOTHING_BEFORE)).isEmpty();
        retention.verified(JOB, "s3://b/sp/savepoint-2", START.plusSeconds(60));

        cycle(retention, NOTHING_BEFORE);

        assertThat(port.calls).containsExactly("delete s3://b/sp/savepoint-1 below s3://b/sp");
        assertThat(cycle(retention, NOTHING_BEFORE))
                .hasValueSatisfying(deleted -> assertThat(deleted.path()).isEqualTo("s3://b/sp/savepoint-1"));
        cycle(retention, NOTHING_BEFORE);
        assertThat(port.calls).as("only once").hasSize(1);
    }

    @Test
    void keepsWhatAJobWasRestoredFromAndAllWhileThatIsNotKnown() {
        Retention retention = keepOne();
        retention.verified(JOB, "s3://b/sp/savepoint-1", START);
        retention.verified(JOB, "s3://b/sp/savepoint-2", START.plusSeconds(60));
        cycle(retention, NOTHING_BEFORE);
        assertThat(port.calls).as("nobody knows what the job was restored from").isEmpty();

        retention.restored(JOB, Optional.of("s3://b/sp/savepoint-1"));
        cycle(retention, NOTHING_BEFORE);
        assertThat(port.calls).isEmpty();
    }

    @Test
    void keepsAllWhileTheLedgerWasNotReadAndWithoutALimit() {
        Retention unlimited = new Retention(RetentionConfig.NONE, Optional.of("s3://b/sp"), port);
        for (Retention retention : List.of(keepOne(), unlimited)) {
            retention.restored(JOB, Optional.empty());
            retention.verified(JOB, "s3://b/sp/savepoint-1", START);
            retention.verified(JOB, "s3://b/sp/savepoint-2", START.plusSeconds(60));
            cycle(retention, retention == unlimited ? NOTHING_BEFORE : Optional.empty());
        }

        assertThat(port.calls).isEmpty();
    }

    private Retention keepOne() {
        return new Retention(new RetentionConfig(OptionalInt.of(1), Optional.empty()), Optional.of("s3://b/sp"), port);
    }

    private Optional<Retention.Deleted> cycle(Retention retention, Optional<PastActions> past) {
        elapsed = elapsed.plusMinutes(2);
        return retention.cycle(new Tick(START.plus(elapsed), elapsed), past, List.of(JOB));
    }
}
