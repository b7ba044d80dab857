/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.examples.demo;

/** Ends the demo; the message says in words what did not happen. */
final class DemoFailure extends RuntimeException {
    DemoFailure(String message) {
        super(message);
    }

    DemoFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
