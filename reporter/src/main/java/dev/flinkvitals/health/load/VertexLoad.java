/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.load;

import dev.flinkvitals.signals.VertexId;
import java.util.OptionalDouble;

/**
 * How loaded a vertex was over the last window.
 *
 * @param vertex vertex id
 * @param name its name
 * @param busyMax highest busy share among its subtasks, 0 to 1
 * @param busyMedian median busy share; of an even number the lower middle one, so that of two subtasks it is the other one
 * @param backPressuredMax highest backpressured share, 0 to 1
 * @param idleMax highest idle share, 0 to 1
 * @param recordsInPerSecond sum over subtasks
 * @param recordsOutPerSecond sum over subtasks
 * @param busiestSubtask index of the busiest subtask, or of subtask 0 if busy time is not known
 */
public record VertexLoad(
        VertexId vertex,
        String name,
        OptionalDouble busyMax,
        OptionalDouble busyMedian,
        OptionalDouble backPressuredMax,
        OptionalDouble idleMax,
        OptionalDouble recordsInPerSecond,
        OptionalDouble recordsOutPerSecond,
        int busiestSubtask) {
    /** Records per second that it took in; a source that does not count them: that it gave out. */
    public OptionalDouble recordsPerSecond() {
        return recordsInPerSecond.isPresent() ? recordsInPerSecond : recordsOutPerSecond;
    }
}
