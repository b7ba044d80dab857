/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.flinkvitals.hook.HookStates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.dispatcher.Dispatcher;
import org.apache.flink.runtime.taskexecutor.TaskExecutor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgentRuntimeTest {
    private final List<Runnable> queued = new ArrayList<>();
    private final AgentRuntime runtime = new AgentRuntime(new HookStates(), queued::add);

    @Test
    void hooksOnlyEnqueueAndTouchNothingOfFlinksOnItsThread() {
        runtime.reporterConfiguration(new Configuration());
        queued.clear();
        Dispatcher dispatcher = mock(Dispatcher.class);
        TaskExecutor taskExecutor = mock(TaskExecutor.class);

        runtime.dispatcherStarted(dispatcher);
        runtime.dispatcherStopping(dispatcher);
        runtime.taskManagerStarted(taskExecutor);
        runtime.taskManagerStopping(taskExecutor);

        assertThat(queued).hasSize(4);
        verifyNoInteractions(dispatcher, taskExecutor);
    }

    @Test
    void whatFailsLaterStaysOnTheControlThread() {
        runtime.reporterConfiguration(new Configuration());

        runtime.dispatcherStarted("not a Dispatcher");
        runtime.taskManagerStarted("not a TaskExecutor");
        runtime.taskManagerStopping("never started");

        assertThat(queued)
                .isNotEmpty()
                .allSatisfy(task -> assertThatCode(task::run).doesNotThrowAnyException());
    }

    @Test
    void withoutFlinksConfigurationNothingIsStarted() {
        Dispatcher dispatcher = mock(Dispatcher.class);

        runtime.dispatcherStarted(dispatcher);
        queued.forEach(Runnable::run);

        verifyNoInteractions(dispatcher);
    }

    @Test
    void switchedOffNothingIsStartedAndTheConfigurationStays() {
        Configuration flink = Configuration.fromMap(Map.of("vitals.enabled", "false"));
        Dispatcher dispatcher = mock(Dispatcher.class);

        assertThat(runtime.reporterConfiguration(flink)).isSameAs(flink);
        runtime.dispatcherStarted(dispatcher);
        queued.forEach(Runnable::run);

        verifyNoInteractions(dispatcher);
    }

    @Test
    void hooksAfterTheEndAreIgnored() {
        AgentRuntime ended = new AgentRuntime(new HookStates(), task -> {
            throw new RejectedExecutionException("planted");
        });

        assertThatCode(() -> ended.dispatcherStopping("dispatcher")).doesNotThrowAnyException();
    }

    @Test
    void checkpointFailuresAreNotHeldWhileNobodyWatches() {
        @Nullable Object[] arguments = {null, null, new Object(), null, "job", null, null};

        assertThatCode(() -> runtime.checkpointFailed(arguments)).doesNotThrowAnyException();
        assertThat(queued).isEmpty();
    }
}
