/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.hook;

/**
 * Whoever wants to hear of the hooks. Called on Flink's threads, often under its locks: implementations only enqueue, and
 * never block. Arguments are Flink's objects; a listener that keeps them keeps them weakly.
 */
public interface HookListener {
    /** A Dispatcher is up: this JobManager leads. */
    void dispatcherStarted(Object dispatcher);

    /** A Dispatcher goes down. */
    void dispatcherStopping(Object dispatcher);

    /** A TaskExecutor is up. */
    void taskManagerStarted(Object taskExecutor);

    /** A TaskExecutor goes down. */
    void taskManagerStopping(Object taskExecutor);

    /**
     * A checkpoint failed.
     *
     * @param arguments the arguments of {@code CheckpointFailureManager.handleCheckpointException}, some of them null
     */
    void checkpointFailed(Object[] arguments);

    /** A JobMaster is up: it is about to run its job. */
    void jobStarted(Object jobMaster);

    /**
     * Metric reporters are about to be created.
     *
     * @param configuration Flink's Configuration
     * @return the Configuration to use: the same, or a copy that also names our reporter
     */
    Object reporterConfiguration(Object configuration);

    /**
     * RocksDB's native metric options were read.
     *
     * @param options Flink's options object
     */
    void nativeMetricOptions(Object options);

    /** A task begins to run, on the calling thread. */
    void taskStarted(Object task);

    /** The task on the calling thread has come to its end. */
    void taskEnded(Object task);

    /**
     * An operator of the task on the calling thread created a keyed state, or got it again.
     *
     * @param backend Flink's keyed state backend
     * @param descriptor Flink's state descriptor
     */
    void keyedState(Object backend, Object descriptor);
}
