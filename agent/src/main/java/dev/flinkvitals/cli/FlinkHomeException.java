/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.cli;

/** There is no Flink where it was looked for; the message says where, in words for the user. */
final class FlinkHomeException extends Exception {
    private static final long serialVersionUID = 1L;

    FlinkHomeException(String message) {
        super(message);
    }
}
