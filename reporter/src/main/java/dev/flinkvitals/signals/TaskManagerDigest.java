/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.util.List;

/**
 * What a TaskManager tells the JobManager each cycle; {@code DigestCodec} is its wire form.
 *
 * @param sequence counts the samples of this TaskManager; the same number again means nothing new was sampled
 * @param process the JVM
 * @param jobs one entry for each job that has subtasks there
 */
public record TaskManagerDigest(long sequence, ProcessReading process, List<JobDigest> jobs) {
    /** Copies the list. */
    public TaskManagerDigest {
        jobs = List.copyOf(jobs);
    }
}
