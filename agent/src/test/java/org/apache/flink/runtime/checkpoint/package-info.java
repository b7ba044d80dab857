/* SPDX-License-Identifier: Apache-2.0 */
/** Test fixtures that need what is package-private in Flink. */
@NullMarked
package org.apache.flink.runtime.checkpoint;

import org.jspecify.annotations.NullMarked;
