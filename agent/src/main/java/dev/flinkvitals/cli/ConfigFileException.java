/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.cli;

/** A configuration file that cannot be read; the message says why, in words for the user. */
final class ConfigFileException extends Exception {
    private static final long serialVersionUID = 1L;

    ConfigFileException(String message) {
        super(message);
    }
}
