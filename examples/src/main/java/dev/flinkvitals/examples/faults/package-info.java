/* SPDX-License-Identifier: Apache-2.0 */
/** Faults are put into a running job, and what the product says is compared with the truth. */
@NullMarked
package dev.flinkvitals.examples.faults;

import org.jspecify.annotations.NullMarked;
