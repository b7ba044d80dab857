/* SPDX-License-Identifier: Apache-2.0 */
/** The faults and the healthy controls, one class for each. */
@NullMarked
package dev.flinkvitals.examples.faults.scenarios;

import org.jspecify.annotations.NullMarked;
