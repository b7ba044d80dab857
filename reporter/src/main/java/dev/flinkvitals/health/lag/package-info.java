/* SPDX-License-Identifier: Apache-2.0 */
/** How far the sources are behind, and whether it grows. */
@NullMarked
package dev.flinkvitals.health.lag;

import org.jspecify.annotations.NullMarked;
