/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.otlp;

/** How the receiver answers requests. */
public enum Behaviour {
    /** As a receiver should. */
    ACCEPT,
    /** With 503 or UNAVAILABLE. */
    FAIL,
    /** Not at all, until the behaviour changes or the receiver closes. */
    HANG
}
