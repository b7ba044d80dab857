/* SPDX-License-Identifier: Apache-2.0 */
/** How busy, idle and backpressured subtasks and vertices are, over non-overlapping windows. */
@NullMarked
package dev.flinkvitals.health.load;

import org.jspecify.annotations.NullMarked;
