/* SPDX-License-Identifier: Apache-2.0 */
/** The job and the file system that faults are put into: everything here runs inside Flink's processes. */
@NullMarked
package dev.flinkvitals.examples.faults.plant;

import org.jspecify.annotations.NullMarked;
