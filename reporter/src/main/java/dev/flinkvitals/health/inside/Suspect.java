/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.health.inside;

import dev.flinkvitals.signals.SubtaskId;

/**
 * A subtask that is worth a look inside.
 *
 * @param subtask which subtask
 * @param keyed whether the key groups may tell something: not of a source
 */
public record Suspect(SubtaskId subtask, boolean keyed) {}
