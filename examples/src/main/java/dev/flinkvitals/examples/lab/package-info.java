/* SPDX-License-Identifier: Apache-2.0 */
/** The launcher {@code examples/lab} and its commands. */
@NullMarked
package dev.flinkvitals.examples.lab;

import org.jspecify.annotations.NullMarked;
