/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.inside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import dev.flinkvitals.signals.AttemptId;
import dev.flinkvitals.signals.JobId;
import dev.flinkvitals.signals.StateDeclaration;
import dev.flinkvitals.signals.SubtaskId;
import dev.flinkvitals.signals.VertexId;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.AbstractKeyedStateBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The test's thread stands for the task's. */
class TaskRegistryTest {
    private static final VertexId VERTEX = new VertexId("0f".repeat(16));
    private static final AttemptId ATTEMPT = new AttemptId(new JobId("0c".repeat(16)), new SubtaskId(VERTEX, 1), 2);
    private static final String SERIALIZERS = "org.apache.flink.api.common.typeutils.base.";

    private final TaskRegistry tasks = new TaskRegistry();

    @AfterEach
    void end() {
        tasks.ended();
    }

    @Test
    void knowsTheCpuTimeOfATasksThread() {
        tasks.started(ATTEMPT);
        long before = tasks.cpuMillis(ATTEMPT).orElseThrow();
        long spins = 0;
        while (tasks.cpuMillis(ATTEMPT).orElseThrow() < before + 20) {
            spins++;
        }

        assertThat(spins).isPositive();
        assertThat(tasks.cpuMillis(new AttemptId(ATTEMPT.job(), ATTEMPT.subtask(), 3)))
                .isEmpty();
    }

    @Test
    void knowsTheStatesThatATaskDeclares() {
        tasks.started(ATTEMPT);
        ValueStateDescriptor<Long> totals = new ValueStateDescriptor<>("totals", Types.LONG);
        totals.enableTimeToLive(StateTtlConfig.newBuilder(Duration.ofMinutes(5)).build());

        declare(totals);
        declare(totals);
        declare(new MapStateDescriptor<>("seen", Types.STRING, Types.INT));
        declare(new ListStateDescriptor<>("events", Types.DOUBLE));

        assertThat(tasks.states(ATTEMPT))
                .containsExactly(
                        state("events", "ListState", "DoubleSerializer", Optional.empty()),
                        state("seen", "MapState", "IntSerializer", Optional.empty()),
                        state("totals", "ValueState", "LongSerializer", Optional.of(Duration.ofMinutes(5))));
    }

    @Test
    void aJobThatMakesUpStatesAsItGoesDoesNotFillTheMemory() {
        tasks.started(ATTEMPT);
        for (int i = 0; i < 1_000; i++) {
            declare(new ValueStateDescriptor<>("state-" + i, Types.LONG));
        }

        assertThat(tasks.states(ATTEMPT)).hasSize(256);
    }

    @Test
    void knowsEachBackendOnce() {
        AbstractKeyedStateBackend<?> backend = mock(AbstractKeyedStateBackend.class);
        tasks.started(ATTEMPT);

        tasks.uses(backend);
        tasks.uses(backend);

        assertThat(tasks.find(ATTEMPT).orElseThrow().backends()).singleElement().isSameAs(backend);
    }

    @Test
    void forgetsATaskThatHasEnded() {
        tasks.started(ATTEMPT);
        declare(new ValueStateDescriptor<>("totals", Types.LONG));

        tasks.ended();

        assertThat(tasks.find(ATTEMPT)).isEmpty();
        assertThat(tasks.states(ATTEMPT)).isEmpty();
        assertThat(tasks.cpuMillis(ATTEMPT)).isEmpty();
    }

    @Test
    void aStateThatIsDeclaredOutsideOfATaskIsNobodys() {
        declare(new ValueStateDescriptor<>("totals", Types.LONG));
        tasks.uses(mock(AbstractKeyedStateBackend.class));
        tasks.ended();

        assertThat(tasks.states(ATTEMPT)).isEmpty();
    }

    private void declare(StateDescriptor<?, ?> descriptor) {
        descriptor.initializeSerializerUnlessSet(new ExecutionConfig());
        tasks.declares(descriptor);
    }

    private static StateDeclaration state(String name, String kind, String serializer, Optional<Duration> ttl) {
        return new StateDeclaration(VERTEX, name, kind, SERIALIZERS + serializer, ttl);
    }
}
