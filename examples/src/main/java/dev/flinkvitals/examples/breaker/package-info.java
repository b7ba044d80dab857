/* SPDX-License-Identifier: Apache-2.0 */
/** Proves on real processes that the breaker protects state, and that it does no harm. */
@NullMarked
package dev.flinkvitals.examples.breaker;

import org.jspecify.annotations.NullMarked;
