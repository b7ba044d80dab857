/* SPDX-License-Identifier: Apache-2.0 */
/** The flight recorder: what was measured and judged lately, kept compressed, written to files, and replayed. */
@NullMarked
package dev.flinkvitals.recorder;

import org.jspecify.annotations.NullMarked;
