/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.actors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.breaker.Situation;
import dev.flinkvitals.breaker.preflight.Samples;
import dev.flinkvitals.signals.CheckpointSample;
import dev.flinkvitals.signals.CheckpointSample.Kind;
import dev.flinkvitals.signals.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActorWatchTest {
    private final ActorWatch watch =
            new ActorWatch(Duration.ofMinutes(10), new ActorSettings(List.of("an autoscaler may rescale the job")));
    private final Situation job = new Situation();

    private List<String> acting() {
        return watch.update(job.reading()).orElseThrow().acting();
    }

    @Test
    void whatIsOnlyConfiguredIsToldAndHoldsNothing() {
        assertThat(watch.update(job.reading()))
                .contains(new OtherActors(List.of(), List.of("an autoscaler may rescale the job")));
    }

    @Test
    void knowsNothingWithoutStatisticsOrGraph() {
        job.statisticsKnown = false;
        assertThat(watch.update(job.reading())).isEmpty();
        job.statisticsKnown = true;
        job.topology = Topology.UNKNOWN;
        assertThat(watch.update(job.reading())).isEmpty();
    }

    @Test
    void seesASavepointOfSomebodyElseWhileItIsPending() {
        job.history = List.of(Samples.pending(job, 7, Kind.SAVEPOINT, 20));

        assertThat(acting())
                .containsExactly("a savepoint that the agent did not ask for (7) has been pending for 20 s");
    }

    @Test
    void seesAJobThatIsBeingStopped() {
        job.history = List.of(Samples.pending(job, 7, Kind.STOP_WITH_SAVEPOINT, 20));

        assertThat(acting())
                .containsExactly("a stop-with-savepoint that the agent did not ask for (7) has been pending for 20 s");
    }

    @Test
    void waitsForAWhileAfterASavepointThoughItLeftTheHistory() {
        job.history = List.of(Samples.completed(job, 7, Kind.SAVEPOINT, false, 60));
        assertThat(acting()).containsExactly("a savepoint that the agent did not ask for (7) completed 60 s ago");
        job.history = List.of();
        job.later(Duration.ofMinutes(8));
        assertThat(acting()).containsExactly("a savepoint that the agent did not ask for (7) completed 9 min ago");
        job.later(Duration.ofMinutes(1));
        assertThat(acting()).isEmpty();
    }

    @Test
    void aSavepointThatFailedWasSomebodysToo() {
        job.history = List.of(Samples.failed(job, 7, Kind.SAVEPOINT, 60));

        assertThat(acting()).containsExactly("a savepoint that the agent did not ask for (7) failed 60 s ago");
    }

    @Test
    void ourOwnSnapshotsAndTheJobsCheckpointsAreNobodyElses() {
        job.history = List.of(
                Samples.completed(job, 9, Kind.SAVEPOINT, true, 60),
                Samples.completed(job, 8, Kind.CHECKPOINT, true, 70),
                Samples.completed(job, 7, Kind.CHECKPOINT, false, 80),
                Samples.pending(job, 10, Kind.CHECKPOINT, 5));

        assertThat(acting()).isEmpty();
    }

    @Test
    void namesTheRhythmOfPeriodicSavepoints() {
        List<CheckpointSample> history = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            history.add(Samples.completed(job, 50 - i, Kind.SAVEPOINT, false, 60 + 900 * i + i));
        }
        job.history = history;

        assertThat(acting())
                .containsExactly("a savepoint that the agent did not ask for (50) completed 60 s ago, one about every"
                        + " 15 min");
    }

    @Test
    void seesARescalingAndForgetsIt() {
        assertThat(acting()).isEmpty();
        job.topology = new Topology(List.of(Situation.vertex(1, 1), Situation.vertex(2, 4, 1)));
        job.later(Duration.ofSeconds(10));
        assertThat(acting()).containsExactly("the job was rescaled: 'vertex-2' from 2 to 4, 0 s ago");
        job.later(Duration.ofMinutes(9));
        assertThat(acting()).containsExactly("the job was rescaled: 'vertex-2' from 2 to 4, 9 min ago");
        job.later(Duration.ofMinutes(1));
        assertThat(acting()).isEmpty();
    }

    @Test
    void seesAnotherGraph() {
        assertThat(acting()).isEmpty();
        job.topology = new Topology(List.of(Situation.vertex(1, 1), Situation.vertex(3, 4, 1)));

        assertThat(acting()).containsExactly("the job's graph was changed, 0 s ago");
    }

    @Test
    void waitsForAJobThatWasJustDeployed() {
        job.elapsed = Duration.ofMinutes(3);

        assertThat(acting()).containsExactly("the job was deployed, upgraded or taken over 3 min ago");
    }
}
