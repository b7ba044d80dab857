/* SPDX-License-Identifier: Apache-2.0 */
/** Settings as records, and their parsing from plain key-value maps with errors that name key, rule and value. */
@NullMarked
package dev.flinkvitals.config;

import org.jspecify.annotations.NullMarked;
