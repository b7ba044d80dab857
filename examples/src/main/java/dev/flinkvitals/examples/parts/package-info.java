/* SPDX-License-Identifier: Apache-2.0 */
/** Where the real parts come from: the repository's own jars, and class paths of Flink and Kafka resolved from Maven. */
@NullMarked
package dev.flinkvitals.examples.parts;

import org.jspecify.annotations.NullMarked;
