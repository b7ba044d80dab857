/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

/**
 * One preflight rule's verdict.
 *
 * @param rule the rule
 * @param verdict pass, fail or unknown; unknown counts as no
 * @param evidence what it rests on, in words with numbers
 */
public record Check(Rule rule, Verdict verdict, String evidence) {
    /** Outcome of a rule. */
    public enum Verdict {
        PASS,
        FAIL,
        UNKNOWN
    }

    /** A rule that is kept, or broken. */
    public static Check of(Rule rule, boolean pass, String evidence) {
        return new Check(rule, pass ? Verdict.PASS : Verdict.FAIL, evidence);
    }

    /** A rule that nobody can answer now. */
    public static Check unknown(Rule rule, String evidence) {
        return new Check(rule, Verdict.UNKNOWN, evidence);
    }
}
