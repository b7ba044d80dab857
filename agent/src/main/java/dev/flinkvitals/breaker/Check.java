/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

/**
 * One preflight rule's verdict.
 *
 * @param rule name of the rule, e.g. {@code tolerable-failures}
 * @param verdict pass, fail or unknown; unknown counts as no
 * @param evidence what it rests on, in words with numbers
 */
public record Check(String rule, Verdict verdict, String evidence) {
    /** Outcome of a rule. */
    public enum Verdict {
        PASS,
        FAIL,
        UNKNOWN
    }
}
