/* SPDX-License-Identifier: Apache-2.0 */
/** End-to-end tests: the shaded jar in real Flink processes. */
@NullMarked
package dev.flinkvitals.examples.e2e;

import org.jspecify.annotations.NullMarked;
