/* SPDX-License-Identifier: Apache-2.0 */
/** What this JVM shows of its memory and disk. */
@NullMarked
package dev.flinkvitals.process;

import org.jspecify.annotations.NullMarked;
