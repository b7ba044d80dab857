/* SPDX-License-Identifier: Apache-2.0 */
/** What the command line runs with Flink's classes around it, outside of any cluster. */
@NullMarked
package dev.flinkvitals.offline;

import org.jspecify.annotations.NullMarked;
