/* SPDX-License-Identifier: Apache-2.0 */
/** Whether work is divided evenly over the subtasks, and what that costs. */
@NullMarked
package dev.flinkvitals.health.skew;

import org.jspecify.annotations.NullMarked;
