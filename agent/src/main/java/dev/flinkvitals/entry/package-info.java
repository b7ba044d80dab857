/* SPDX-License-Identifier: Apache-2.0 */
/** The start of the agent inside a Flink JVM. */
@NullMarked
package dev.flinkvitals.entry;

import org.jspecify.annotations.NullMarked;
