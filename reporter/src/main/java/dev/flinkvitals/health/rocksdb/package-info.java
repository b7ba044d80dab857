/* SPDX-License-Identifier: Apache-2.0 */
/** Pressure inside the state backend. */
@NullMarked
package dev.flinkvitals.health.rocksdb;

import org.jspecify.annotations.NullMarked;
