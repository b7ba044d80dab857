/* SPDX-License-Identifier: Apache-2.0 */
/** What calls for an action. */
@NullMarked
package dev.flinkvitals.breaker.trigger;

import org.jspecify.annotations.NullMarked;
