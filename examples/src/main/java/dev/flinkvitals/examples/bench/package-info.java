/* SPDX-License-Identifier: Apache-2.0 */
/** How fast the health model is, and how much memory it takes. */
@NullMarked
package dev.flinkvitals.examples.bench;

import org.jspecify.annotations.NullMarked;
