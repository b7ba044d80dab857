/* SPDX-License-Identifier: Apache-2.0 */
/** Readings: what was measured about a job, with unit, time and place; a missing signal is an empty optional. */
@NullMarked
package dev.flinkvitals.signals;

import org.jspecify.annotations.NullMarked;
