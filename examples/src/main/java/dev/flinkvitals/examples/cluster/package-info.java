/* SPDX-License-Identifier: Apache-2.0 */
/** Real processes: Flink's JobManagers and TaskManagers, a Kafka broker, and what keeps them from being left behind. */
@NullMarked
package dev.flinkvitals.examples.cluster;

import org.jspecify.annotations.NullMarked;
