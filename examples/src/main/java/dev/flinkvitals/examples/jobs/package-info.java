/* SPDX-License-Identifier: Apache-2.0 */
/** Small Flink jobs that the end-to-end tests run. */
@NullMarked
package dev.flinkvitals.examples.jobs;

import org.jspecify.annotations.NullMarked;
