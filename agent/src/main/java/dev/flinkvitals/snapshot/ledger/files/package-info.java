/* SPDX-License-Identifier: Apache-2.0 */
/** The ledger's files and how they are read; needs nothing but the JDK, so that the command line can. */
@NullMarked
package dev.flinkvitals.snapshot.ledger.files;

import org.jspecify.annotations.NullMarked;
