/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export;

import java.util.Map;

/**
 * One of Flink's own metrics in one place. Identity is the object: it is the same from registration to removal, so that
 * an adapter may keep what it derived from a series for as long as the series is read.
 */
public interface RawSeries {
    /** Name on the wire, as Flink's own OpenTelemetry reporter has it, e.g. {@code flink.taskmanager.job.task.numRecordsIn}. */
    String name();

    /** Flink's scope variables without their angle brackets, e.g. {@code job_name}; unmodifiable. */
    Map<String, String> attributes();

    /** When Flink registered it, milliseconds since the epoch: the start of its sums. */
    long registeredMillis();
}
