/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.snapshot.ledger;

/**
 * What came of claiming an action.
 *
 * @param won whether it is this leader's to trigger
 * @param reason why not, in words; empty if it is
 */
public record Claim(boolean won, String reason) {
    static final Claim WON = new Claim(true, "");
}
