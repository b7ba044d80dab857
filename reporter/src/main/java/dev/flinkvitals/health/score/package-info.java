/* SPDX-License-Identifier: Apache-2.0 */
/** From the severity of components to one published score and its band. */
@NullMarked
package dev.flinkvitals.health.score;

import org.jspecify.annotations.NullMarked;
