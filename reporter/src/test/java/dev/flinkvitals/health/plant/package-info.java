/* SPDX-License-Identifier: Apache-2.0 */
/** Simulated plants whose truth is known, to test estimators against. */
@NullMarked
package dev.flinkvitals.health.plant;

import org.jspecify.annotations.NullMarked;
