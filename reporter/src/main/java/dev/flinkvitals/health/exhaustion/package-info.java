/* SPDX-License-Identifier: Apache-2.0 */
/** When a process runs out of a resource. */
@NullMarked
package dev.flinkvitals.health.exhaustion;

import org.jspecify.annotations.NullMarked;
