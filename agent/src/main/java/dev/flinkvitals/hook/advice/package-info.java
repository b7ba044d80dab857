/* SPDX-License-Identifier: Apache-2.0 */
/** The code that is inlined into Flink: each hands its objects to the bridge and nothing else. */
@NullMarked
package dev.flinkvitals.hook.advice;

import org.jspecify.annotations.NullMarked;
