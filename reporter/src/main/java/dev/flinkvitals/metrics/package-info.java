/* SPDX-License-Identifier: Apache-2.0 */
/** The Flink metric reporter: an index of everything Flink registers, read without ever disturbing Flink. */
@NullMarked
package dev.flinkvitals.metrics;

import org.jspecify.annotations.NullMarked;
