/* SPDX-License-Identifier: Apache-2.0 */
/** An OTLP receiver inside this process that counts what arrives. */
@NullMarked
package dev.flinkvitals.examples.otlp;

import org.jspecify.annotations.NullMarked;
