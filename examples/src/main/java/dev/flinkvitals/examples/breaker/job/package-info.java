/* SPDX-License-Identifier: Apache-2.0 */
/** The job whose state is protected. */
@NullMarked
package dev.flinkvitals.examples.breaker.job;

import org.jspecify.annotations.NullMarked;
