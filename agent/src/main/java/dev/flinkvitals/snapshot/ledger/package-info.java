/* SPDX-License-Identifier: Apache-2.0 */
/** Keeps the ledger on the storage that Flink uses, and looks for the stop file there. */
@NullMarked
package dev.flinkvitals.snapshot.ledger;

import org.jspecify.annotations.NullMarked;
