/* SPDX-License-Identifier: Apache-2.0 */
/** The scenario of {@code examples/lab demo}: a healthy job, two faults, and the proof that the saved state is whole. */
@NullMarked
package dev.flinkvitals.examples.demo;

import org.jspecify.annotations.NullMarked;
