/* SPDX-License-Identifier: Apache-2.0 */
/** The leading JobManager is killed while the breaker saves a job. */
@NullMarked
package dev.flinkvitals.examples.breaker.failover;

import org.jspecify.annotations.NullMarked;
