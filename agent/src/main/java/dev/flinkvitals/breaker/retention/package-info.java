/* SPDX-License-Identifier: Apache-2.0 */
/** Which of the agent's own savepoints may be deleted; pure. */
@NullMarked
package dev.flinkvitals.breaker.retention;

import org.jspecify.annotations.NullMarked;
