/* SPDX-License-Identifier: Apache-2.0 */
/** Small estimators that know nothing of Flink: quantiles, trends, windows, curves. */
@NullMarked
package dev.flinkvitals.health.estimate;

import org.jspecify.annotations.NullMarked;
