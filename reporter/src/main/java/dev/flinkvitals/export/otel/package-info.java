/* SPDX-License-Identifier: Apache-2.0 */
/** The adapter of the export port to OpenTelemetry's OTLP exporters. */
@NullMarked
package dev.flinkvitals.export.otel;

import org.jspecify.annotations.NullMarked;
