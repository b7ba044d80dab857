/* SPDX-License-Identifier: Apache-2.0 */
/** The places in Flink where the agent listens: declared, woven when their class loads, and reported. */
@NullMarked
package dev.flinkvitals.hook;

import org.jspecify.annotations.NullMarked;
