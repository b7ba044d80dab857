/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.config;

/**
 * A setting that was not used.
 *
 * @param key the key as written
 * @param message key, rule and value in one sentence, and the nearest valid key if the key is unknown
 */
public record ConfigProblem(String key, String message) {}
