/* SPDX-License-Identifier: Apache-2.0 */
/** The adapter that carries out what the breaker decided: canary, trigger, verification. */
@NullMarked
package dev.flinkvitals.snapshot;

import org.jspecify.annotations.NullMarked;
