/* SPDX-License-Identifier: Apache-2.0 */
/** The guard that holds all jobs when many are ill at once. */
@NullMarked
package dev.flinkvitals.breaker.fleet;

import org.jspecify.annotations.NullMarked;
