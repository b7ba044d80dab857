/* SPDX-License-Identifier: Apache-2.0 */
/** What is wrong, where, since when and what to do: each finding opens once and closes once. */
@NullMarked
package dev.flinkvitals.health.finding;

import org.jspecify.annotations.NullMarked;
