/* SPDX-License-Identifier: Apache-2.0 */
/** What holds a job back, why, and how much it can take. */
@NullMarked
package dev.flinkvitals.health.capacity;

import org.jspecify.annotations.NullMarked;
