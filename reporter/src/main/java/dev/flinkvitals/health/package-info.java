/* SPDX-License-Identifier: Apache-2.0 */
/** The pure model that turns readings into an assessment: score, components with reasons, bottleneck, forecasts. */
@NullMarked
package dev.flinkvitals.health;

import org.jspecify.annotations.NullMarked;
