/* SPDX-License-Identifier: Apache-2.0 */
/** How often an action may be tried: circuit and budget. */
@NullMarked
package dev.flinkvitals.breaker.circuit;

import org.jspecify.annotations.NullMarked;
