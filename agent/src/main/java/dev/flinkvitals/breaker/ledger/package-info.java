/* SPDX-License-Identifier: Apache-2.0 */
/** What the breaker did, as it is written down, read back, and remembered by the next leader; pure. */
@NullMarked
package dev.flinkvitals.breaker.ledger;

import org.jspecify.annotations.NullMarked;
