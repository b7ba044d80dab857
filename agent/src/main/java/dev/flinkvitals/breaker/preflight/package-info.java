/* SPDX-License-Identifier: Apache-2.0 */
/** What is asked before an action: one class of rules for each group that looks at the job and its world. Pure. */
@NullMarked
package dev.flinkvitals.breaker.preflight;

import org.jspecify.annotations.NullMarked;
