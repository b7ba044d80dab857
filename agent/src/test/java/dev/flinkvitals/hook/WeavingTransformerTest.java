/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.runtime.checkpoint.CheckpointFailureManager;
import org.apache.flink.runtime.dispatcher.Dispatcher;
import org.apache.flink.runtime.metrics.ReporterSetup;
import org.apache.flink.runtime.state.AbstractKeyedStateBackend;
import org.apache.flink.runtime.taskexecutor.TaskExecutor;
import org.apache.flink.runtime.taskmanager.Task;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeavingTransformerTest {
    private final HookStates states = new HookStates();
    private final WeavingTransformer transformer = new WeavingTransformer(states, loader -> true);

    @AfterEach
    void nobodyListens() {
        HookBridge.listenWith(null);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Dispatcher.class,
                TaskExecutor.class,
                CheckpointFailureManager.class,
                ReporterSetup.class,
                Task.class,
                AbstractKeyedStateBackend.class
            })
    void weavesFlinksRealClasses(Class<?> target) throws Exception {
        byte[] original = bytesOf(target);

        byte[] woven = transform(target.getName(), original);

        assertThat(woven).isNotNull().isNotEqualTo(original);
        assertThat(states.all())
                .filteredOn(hook -> hook.getKey().targets().stream()
                        .anyMatch(t -> t.className().equals(target.getName())))
                .isNotEmpty()
                .allSatisfy(hook -> assertThat(hook.getValue().state()).isEqualTo(HookStates.State.APPLIED));
    }

    @Test
    void leavesEveryOtherClassAlone() throws Exception {
        assertThat(transform(String.class.getName(), bytesOf(String.class))).isNull();
        assertThat(states.all())
                .allSatisfy(hook -> assertThat(hook.getValue().state()).isEqualTo(HookStates.State.WAITING));
    }

    @Test
    void saysWhichHookDoesNotFit() throws Exception {
        byte[] stranger = bytesOf(WeavingTransformerTest.class);

        assertThat(transform(Dispatcher.class.getName(), stranger)).isNull();
        assertThat(states.of(HookCatalogue.DISPATCHER_START).state()).isNotEqualTo(HookStates.State.APPLIED);
    }

    @Test
    void brokenClassFileIsCountedAndLeftAlone() {
        assertThat(transform(Dispatcher.class.getName(), new byte[] {1, 2, 3})).isNull();
        assertThat(states.of(HookCatalogue.DISPATCHER_START).state()).isEqualTo(HookStates.State.FAILED);
        assertThat(states.of(HookCatalogue.TASKMANAGER_START).state()).isEqualTo(HookStates.State.WAITING);
    }

    @Test
    void unknownFlinkIsLeftAlone() throws Exception {
        WeavingTransformer gated = new WeavingTransformer(states, loader -> false);

        assertThat(gated.transform(
                        getClass().getClassLoader(),
                        Dispatcher.class.getName().replace('.', '/'),
                        null,
                        null,
                        bytesOf(Dispatcher.class)))
                .isNull();
    }

    @Test
    void wovenMethodTellsTheListenerAndSurvivesItsFailure() throws Exception {
        List<Object> heard = new ArrayList<>();
        HookBridge.listenWith(new RecordingListener(heard));
        Class<?> options = defineWoven("org.apache.flink.state.rocksdb.RocksDBNativeMetricOptions");

        Object result = fromConfig(options);
        assertThat(heard).containsExactly(result);

        HookBridge.listenWith(new FailingListener());
        assertThat(fromConfig(options)).isInstanceOf(options);
    }

    private static Object fromConfig(Class<?> options)
            throws NoSuchMethodException, InvocationTargetException, IllegalAccessException {
        return Objects.requireNonNull(options.getMethod("fromConfig").invoke(null));
    }

    /** A stand-in for a class that is not among the test dependencies, under its real name. */
    private Class<?> defineWoven(String name) {
        byte[] standIn = new net.bytebuddy.ByteBuddy()
                .redefine(NativeOptionsStandIn.class)
                .name(name)
                .make()
                .getBytes();
        byte[] woven = Objects.requireNonNull(transform(name, standIn));
        return new ClassLoader(getClass().getClassLoader()) {
            Class<?> define() {
                return defineClass(name, woven, 0, woven.length);
            }
        }.define();
    }

    private byte @Nullable [] transform(String name, byte[] classFile) {
        return transformer.transform(getClass().getClassLoader(), name.replace('.', '/'), null, null, classFile);
    }

    private static byte[] bytesOf(Class<?> type) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                ClassLoader.getSystemResourceAsStream(type.getName().replace('.', '/') + ".class"))) {
            return in.readAllBytes();
        }
    }

    private static class RecordingListener implements HookListener {
        private final List<Object> heard;

        RecordingListener(List<Object> heard) {
            this.heard = heard;
        }

        @Override
        public void dispatcherStarted(Object dispatcher) {
            heard.add(dispatcher);
        }

        @Override
        public void dispatcherStopping(Object dispatcher) {
            heard.add(dispatcher);
        }

        @Override
        public void taskManagerStarted(Object taskExecutor) {
            heard.add(taskExecutor);
        }

        @Override
        public void taskManagerStopping(Object taskExecutor) {
            heard.add(taskExecutor);
        }

        @Override
        public void checkpointFailed(Object[] arguments) {
            heard.add(arguments);
        }

        @Override
        public void jobStarted(Object jobMaster) {
            heard.add(jobMaster);
        }

        @Override
        public Object reporterConfiguration(Object configuration) {
            heard.add(configuration);
            return configuration;
        }

        @Override
        public void nativeMetricOptions(Object options) {
            heard.add(options);
        }

        @Override
        public void taskStarted(Object task) {
            heard.add(task);
        }

        @Override
        public void taskEnded(Object task) {
            heard.add(task);
        }

        @Override
        public void keyedState(Object backend, Object descriptor) {
            heard.add(backend);
        }
    }

    private static final class FailingListener extends RecordingListener {
        FailingListener() {
            super(new ArrayList<>());
        }

        @Override
        public void nativeMetricOptions(Object options) {
            throw new IllegalStateException("planted");
        }
    }
}
