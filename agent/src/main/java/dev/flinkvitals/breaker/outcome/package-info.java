/* SPDX-License-Identifier: Apache-2.0 */
/** What came of an action: harm, and whether it helped. */
@NullMarked
package dev.flinkvitals.breaker.outcome;

import org.jspecify.annotations.NullMarked;
