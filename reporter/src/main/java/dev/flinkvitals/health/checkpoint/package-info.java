/* SPDX-License-Identifier: Apache-2.0 */
/** Whether checkpoints complete in time, and what delays or fails them. */
@NullMarked
package dev.flinkvitals.health.checkpoint;

import org.jspecify.annotations.NullMarked;
