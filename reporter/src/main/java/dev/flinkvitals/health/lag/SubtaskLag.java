/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.lag;

import dev.flinkvitals.signals.SubtaskId;
import java.util.OptionalDouble;

/**
 * What waits before one source subtask, over all of its partitions.
 *
 * @param subtask the subtask
 * @param records records waiting at the end of the last window
 * @param growthPerSecond records per second by which they grew over the last window; empty after the first one
 */
public record SubtaskLag(SubtaskId subtask, double records, OptionalDouble growthPerSecond) {}
