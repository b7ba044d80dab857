/* SPDX-License-Identifier: Apache-2.0 */
/** The port through which measurements and events leave the process. */
@NullMarked
package dev.flinkvitals.export;

import org.jspecify.annotations.NullMarked;
