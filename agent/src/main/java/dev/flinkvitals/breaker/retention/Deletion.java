/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker.retention;

/**
 * A savepoint that may be deleted.
 *
 * @param savepoint which
 * @param reason which limit it exceeds, in words
 */
public record Deletion(OwnSavepoint savepoint, String reason) {}
