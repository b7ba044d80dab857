/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.signals;

import java.time.Instant;

/**
 * How a busy subtask's time divides over its key groups, by samples of the key group that it works on. The key itself is
 * never looked at.
 *
 * @param subtask whose backend
 * @param at when it was sampled
 * @param samples samples taken while the subtask was busy
 * @param keyGroups key groups of the subtask
 * @param hottest the key group that was seen most often
 * @param hottestSamples in how many samples it was seen
 */
public record KeyGroupEvidence(
        SubtaskId subtask, Instant at, int samples, int keyGroups, int hottest, int hottestSamples) {}
