/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.export;

import java.util.Optional;

/**
 * Which process exports.
 *
 * @param role {@code jobmanager}, {@code taskmanager}, or {@code unknown} if the process is both or neither
 * @param instanceId what tells it from the other processes of its role: a TaskManager's resource id
 * @param host host name as Flink knows it; empty if not known
 * @param version version of Flink Vitals
 */
public record ProcessIdentity(String role, String instanceId, Optional<String> host, String version) {
    /** Role of a process that runs a JobManager only. */
    public static final String JOB_MANAGER = "jobmanager";

    /** Role of a process that runs one TaskManager only. */
    public static final String TASK_MANAGER = "taskmanager";

    /** Role of any other process, such as a mini cluster. */
    public static final String UNKNOWN = "unknown";
}
