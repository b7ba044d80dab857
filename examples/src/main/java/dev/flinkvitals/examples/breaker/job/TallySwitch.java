/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.breaker.job;

/** Names of the job's switches. */
public final class TallySwitch {
    /** Bytes per second of memory outside the heap that the first subtask takes and never gives back. */
    public static final String NATIVE_LEAK = "tally.native-leak";
    /** Bytes per second of state that all subtasks together keep and never remove. */
    public static final String STATE_LEAK = "tally.state-leak";
    /** Time that each number takes, microseconds, without using the processor. */
    public static final String REST_MICROS = "tally.rest-micros";

    /**
     * 1: the source says that it works off a backlog; with {@code execution.checkpointing.interval-during-backlog: 0} the job
     * takes no checkpoints of its own then.
     */
    public static final String BACKLOG = "tally.backlog";

    private static final String SOURCE_HANGS = "tally.source-hangs.";

    private TallySwitch() {}

    /**
     * 1: the thread of the job's source hangs from now on until the task is cancelled, also when this is 0 again.
     *
     * @param job name of the job
     */
    public static String sourceHangs(String job) {
        return SOURCE_HANGS + job;
    }
}
