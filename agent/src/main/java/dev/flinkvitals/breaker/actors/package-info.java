/* SPDX-License-Identifier: Apache-2.0 */
/** Whoever else acts on a job: recognised, named, and waited for. Pure. */
@NullMarked
package dev.flinkvitals.breaker.actors;

import org.jspecify.annotations.NullMarked;
