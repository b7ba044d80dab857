/* SPDX-License-Identifier: Apache-2.0 */
/** The pure state machine that decides whether a checkpoint or savepoint may be triggered now. */
@NullMarked
package dev.flinkvitals.breaker;

import org.jspecify.annotations.NullMarked;
