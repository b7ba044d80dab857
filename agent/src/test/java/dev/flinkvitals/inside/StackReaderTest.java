/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.inside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkvitals.signals.ThreadEvidence;
import org.junit.jupiter.api.Test;

/** Stacks as they were seen, the innermost frame first. */
class StackReaderTest {
    private static final String OPERATOR = "org.apache.flink.streaming.api.operators.StreamMap.processElement";
    private static final String[] BELOW = {
        "org.apache.flink.streaming.runtime.tasks.StreamTask.invoke",
        "org.apache.flink.runtime.taskmanager.Task.run",
        "java.lang.Thread.run"
    };

    @Test
    void namesTheUsersMethodThatWaitsForADatabaseThroughAnUnknownDriver() {
        assertThat(read(
                        "!sun.nio.ch.Net.poll",
                        "sun.nio.ch.NioSocketImpl.park",
                        "java.net.Socket$SocketInputStream.read",
                        "com.unknown.driver.Wire.read",
                        "com.acme.orders.Database.lookup",
                        "com.acme.orders.OrderSink.invoke",
                        OPERATOR))
                .isEqualTo(new ThreadEvidence.Activity(
                        1, "Database.lookup", "java.net.Socket$SocketInputStream.read", true));
    }

    @Test
    void namesTheUsersMethodThatReadsStateInNativeCode() {
        assertThat(read(
                        "!org.rocksdb.RocksDB.get",
                        "org.apache.flink.state.rocksdb.RocksDBValueState.value",
                        "com.acme.orders.Totals.processElement",
                        OPERATOR))
                .isEqualTo(new ThreadEvidence.Activity(1, "Totals.processElement", "org.rocksdb.RocksDB.get", false));
    }

    @Test
    void theInnermostOperatorOfAChainIsMeant() {
        assertThat(read(
                        "!java.lang.Thread.sleep0",
                        "java.lang.Thread.sleep",
                        "com.acme.orders.OrderSink.invoke",
                        "org.apache.flink.streaming.runtime.tasks.ChainingOutput.collect",
                        "com.acme.orders.Split.flatMap",
                        OPERATOR))
                .isEqualTo(new ThreadEvidence.Activity(1, "OrderSink.invoke", "java.lang.Thread.sleep0", true));
    }

    @Test
    void whatALibraryCallsForFlinkIsTheUsersToo() {
        assertThat(read(
                                "com.acme.orders.Json.parse",
                                "org.apache.kafka.clients.consumer.KafkaConsumer.poll",
                                "org.apache.flink.connector.kafka.source.reader.KafkaPartitionSplitReader.fetch")
                        .method())
                .isEqualTo("Json.parse");
    }

    @Test
    void generatedCodeWithoutAPackageIsTheUsers() {
        assertThat(read("StreamExecCalc$12.processElement", OPERATOR).method())
                .isEqualTo("StreamExecCalc$12.processElement");
    }

    @Test
    void anIdleTaskWaitsInItsMailbox() {
        assertThat(read(
                        "!jdk.internal.misc.Unsafe.park",
                        "java.util.concurrent.locks.LockSupport.park",
                        "java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject.await",
                        "org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailboxImpl.take"))
                .isEqualTo(new ThreadEvidence.Activity(
                        1, "", "org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailboxImpl.take", true));
    }

    @Test
    void aThreadThatWaitsForAMonitorWaits() {
        StackTraceElement[] stack = stack("com.acme.orders.OrderSink.invoke", OPERATOR);

        assertThat(StackReader.read(stack, true).waiting()).isTrue();
        assertThat(StackReader.read(stack, false).waiting()).isFalse();
    }

    @Test
    void aStackOfPlumbingAloneShowsItsTop() {
        assertThat(StackReader.read(new StackTraceElement[] {frame("!jdk.internal.misc.Unsafe.park")}, false)
                        .waitsIn())
                .isEqualTo("jdk.internal.misc.Unsafe.park");
    }

    @Test
    void namesOfAnyLengthAreCut() {
        String endless = "com.acme." + "x".repeat(10_000) + ".run";

        assertThat(read(endless, OPERATOR).method()).hasSize(200);
    }

    private static ThreadEvidence.Activity read(String... frames) {
        return StackReader.read(stack(frames), false);
    }

    private static StackTraceElement[] stack(String... frames) {
        StackTraceElement[] stack = new StackTraceElement[frames.length + BELOW.length];
        for (int i = 0; i < stack.length; i++) {
            stack[i] = frame(i < frames.length ? frames[i] : BELOW[i - frames.length]);
        }
        return stack;
    }

    /** An exclamation mark stands for native code. */
    private static StackTraceElement frame(String text) {
        boolean isNative = text.startsWith("!");
        String name = isNative ? text.substring(1) : text;
        int dot = name.lastIndexOf('.');
        return new StackTraceElement(name.substring(0, dot), name.substring(dot + 1), null, isNative ? -2 : 1);
    }
}
